import type { ListedJob, Run, RunFeed, TraceView } from '@gitlab-chatops/executor/local/page';

/** GitLab's part of the page, played by the test's hand. */
export class HandFeed implements RunFeed {
  readonly canceled: number[] = [];
  listed: ListedJob[] = [
    { name: 'hello-world', stage: 'test', description: 'Says hello' },
    { name: 'deploy', stage: 'deploy' },
    { name: 'build', stage: 'build', refusal: 'Its rules want CI_PIPELINE_SOURCE to be "push".' },
  ];
  readonly #runs = new Map<number, Run>();
  readonly #traces = new Map<number, { bytes: Buffer; complete: boolean; generation: number }>();
  readonly #listeners = new Set<(change: Run | 'jobs') => void>();
  readonly #traceListeners = new Map<number, Set<() => void>>();

  runs(): readonly Run[] {
    return [...this.#runs.values()];
  }

  jobs(): readonly ListedJob[] {
    return this.listed;
  }

  subscribe(listener: (change: Run | 'jobs') => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  trace(id: number): TraceView | undefined {
    const trace = this.#traces.get(id);
    if (trace === undefined) return undefined;
    return {
      read: (offset, limit) => trace.bytes.subarray(offset, offset + limit),
      size: trace.bytes.length,
      generation: trace.generation,
      isComplete: trace.complete,
    };
  }

  subscribeTrace(id: number, listener: () => void): () => void {
    const listeners = this.#traceListeners.get(id) ?? new Set();
    this.#traceListeners.set(id, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  cancel(id: number): boolean {
    this.canceled.push(id);
    return true;
  }

  play(): boolean {
    return false;
  }

  /** Creates or changes a run. */
  put(run: Pick<Run, 'id' | 'name'> & Partial<Run>): void {
    const whole: Run = {
      state: 'running',
      createdAt: 0,
      gitlabReply: { kind: 'waiting' },
      ...this.#runs.get(run.id),
      ...run,
    };
    this.#runs.set(run.id, whole);
    if (!this.#traces.has(run.id))
      this.#traces.set(run.id, { bytes: Buffer.alloc(0), complete: false, generation: 0 });
    for (const listener of this.#listeners) listener(whole);
  }

  append(id: number, bytes: string | Buffer, complete = false): void {
    const trace = this.#traces.get(id) ?? { bytes: Buffer.alloc(0), complete, generation: 0 };
    this.#traces.set(id, { ...trace, bytes: Buffer.concat([trace.bytes, Buffer.from(bytes)]), complete });
    this.#traceChanged(id);
  }

  /** The Runner begins its log anew. */
  restart(id: number): void {
    const generation = (this.#traces.get(id)?.generation ?? 0) + 1;
    this.#traces.set(id, { bytes: Buffer.alloc(0), complete: false, generation });
    this.#traceChanged(id);
  }

  #traceChanged(id: number): void {
    for (const listener of this.#traceListeners.get(id) ?? []) listener();
  }
}
