import { availableCommands, matchCommand } from '@gitlab-chatops/shared/slash';
import type { GitLabEvent, JobStatus, JobView, LocalGitLab } from '../gitlab/index.js';
import type { ListedJob, Run, RunFeed, TraceView } from '../page/index.js';
import { type RunNotes, viewReply, viewRun } from './run-view.js';

/** Commands whose arguments become CHAT_INPUT. */
const COMMANDS = availableCommands({ issues: false, builds: true });

const OVER: readonly JobStatus[] = ['success', 'failed', 'canceled', 'skipped'];

/** The local GitLab as the page wants it. */
export class GitLabFeed implements RunFeed {
  readonly #gitlab: LocalGitLab;
  readonly #notes = new Map<number, RunNotes>();
  readonly #generations = new Map<number, number>();
  readonly #listeners = new Set<(change: Run | 'jobs') => void>();
  readonly #traceListeners = new Map<number, Set<() => void>>();
  #jobs: readonly ListedJob[] = [];

  constructor(gitlab: LocalGitLab) {
    this.#gitlab = gitlab;
    gitlab.subscribe((event) => this.#take(event));
  }

  /** The jobs of the repository, as they were found when it was last looked at. */
  setJobs(jobs: readonly ListedJob[]): void {
    this.#jobs = jobs;
    for (const listener of this.#listeners) listener('jobs');
  }

  jobs(): readonly ListedJob[] {
    return this.#jobs;
  }

  runs(): readonly Run[] {
    return this.#gitlab
      .jobs()
      .map((job) => this.#view(job))
      .toSorted((a, b) => a.id - b.id);
  }

  subscribe(listener: (change: Run | 'jobs') => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  trace(id: number): TraceView | undefined {
    const job = this.#gitlab.job(id);
    if (job === undefined) return undefined;
    return {
      read: (offset, limit) => this.#gitlab.trace(id, offset, offset + limit),
      size: job.traceSize,
      generation: this.#generations.get(id) ?? 0,
      isComplete: OVER.includes(job.status),
    };
  }

  subscribeTrace(id: number, listener: () => void): () => void {
    const listeners = this.#traceListeners.get(id) ?? new Set();
    this.#traceListeners.set(id, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  cancel(id: number): boolean {
    const job = this.#gitlab.job(id);
    if (job === undefined || OVER.includes(job.status)) return false;
    this.#gitlab.cancel(id, { force: job.status === 'canceling' });
    return true;
  }

  play(id: number): boolean {
    return this.#gitlab.play(id);
  }

  #take(event: GitLabEvent): void {
    switch (event.kind) {
      case 'job':
        this.#changed(event.job);
        this.#traceChanged(event.job.id);
        return;
      case 'trace':
        if (event.start === 0)
          this.#generations.set(event.jobId, (this.#generations.get(event.jobId) ?? -1) + 1);
        this.#traceChanged(event.jobId);
        return;
      case 'reply':
        if (event.view === 'without_driver') this.#note(event.jobId, { gitlabReply: viewReply(event.reply) });
        return;
      case 'command': {
        const input = matchCommand(event.text, COMMANDS)?.captures.arguments;
        if (event.jobId !== undefined && input) this.#note(event.jobId, { input });
      }
    }
  }

  #note(id: number, notes: RunNotes): void {
    this.#notes.set(id, { ...this.#notes.get(id), ...notes });
    const job = this.#gitlab.job(id);
    if (job !== undefined) this.#changed(job);
  }

  #changed(job: JobView): void {
    const run = this.#view(job);
    for (const listener of this.#listeners) listener(run);
  }

  #traceChanged(id: number): void {
    for (const listener of this.#traceListeners.get(id) ?? []) listener();
  }

  #view(job: JobView): Run {
    return viewRun(job, this.#notes.get(job.id) ?? {});
  }
}
