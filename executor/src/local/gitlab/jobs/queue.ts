import type { Clock } from '../clock.js';

/**
 * Tells Runners whether the queue changed since they last asked (`X-GitLab-Last-Update`), so that an idle Runner's
 * request can be held until it does. GitLab: app/models/ci/runner.rb (runner_queue_value) and Workhorse's long poll.
 */
export class JobQueue {
  readonly #clock: Clock;
  readonly #createValue: () => string;
  readonly #waiting = new Set<() => void>();
  #value: string;

  constructor(clock: Clock, createValue: () => string) {
    this.#clock = clock;
    this.#createValue = createValue;
    this.#value = createValue();
  }

  get value(): string {
    return this.#value;
  }

  /** Something may be waiting now. */
  tick(): void {
    this.#value = this.#createValue();
    this.close();
  }

  /** Waits while `value` is current, at most so long, or until the client is gone. */
  changed(value: string | undefined, milliseconds: number, gone: AbortSignal): Promise<void> {
    if (value !== this.#value || gone.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        callOff();
        gone.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      const callOff = this.#clock.after(milliseconds, done);
      gone.addEventListener('abort', done);
      this.#waiting.add(done);
    });
  }

  /** Lets everybody go who waits. */
  close(): void {
    for (const done of [...this.#waiting]) done();
  }
}
