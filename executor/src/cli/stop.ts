import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * What ends a run from outside: a signal, an editor that closes our standard input, a reader of our output that is
 * gone. The first signal cancels the job as GitLab does, the second ends everything; both leave nothing behind, also
 * when they come before there is a job.
 */
export class Stop {
  /** 128 and the number of the signal, as shells tell it; undefined: no signal came. */
  status: number | undefined;
  #pending = 0;
  #cancel: (() => void) | undefined;

  constructor(watchesInput: boolean) {
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        this.status ??= 128 + constants.signals[signal];
        this.#stop(1);
      });
    }
    process.stdout.on('error', () => this.#stop(2));
    if (!watchesInput) return;
    if (process.stdin.readableEnded) this.#stop(2);
    else process.stdin.once('end', () => this.#stop(2));
  }

  /** Names the way to cancel, once there is something to cancel. */
  ends(cancel: () => void): void {
    this.#cancel = cancel;
    for (let i = 0; i < this.#pending; i++) cancel();
  }

  #stop(times: number): void {
    if (this.#cancel === undefined) this.#pending += times;
    else for (let i = 0; i < times; i++) this.#cancel();
  }
}
