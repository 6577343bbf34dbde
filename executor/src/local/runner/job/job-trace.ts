import type { FailureReason } from './errors.js';

/** How a job ended, as GitLab is told. */
export interface JobOutcome {
  readonly state: 'success' | 'failed';
  readonly failureReason?: FailureReason;
  /** Absent when 0. */
  readonly exitCode?: number;
}

/**
 * Where a job's log and its end go: GitLab, or somebody in this process. Whoever receives the log may also stop the
 * job: cancel lets after_script run, abort does not. Source: common/trace.go JobTrace.
 */
export interface JobTrace {
  write(bytes: Buffer): void;
  /** The output limit is reached: what is written is lost. */
  readonly full: boolean;
  /** What a cancellation does from now on; undefined: nothing. */
  onCancel(then: (() => void) | undefined): void;
  onAbort(then: (() => void) | undefined): void;
  /** The end, once; resolves when it has been delivered. */
  finish(outcome: JobOutcome): Promise<void>;
}

/** The two ways to stop a job; each works once, an abort ends both. Source: network/trace.go Cancel, Abort. */
export class StopHandles {
  #cancel: (() => void) | undefined;
  #abort: (() => void) | undefined;

  onCancel(then: (() => void) | undefined): void {
    this.#cancel = then;
  }

  onAbort(then: (() => void) | undefined): void {
    this.#abort = then;
  }

  cancel(): void {
    const then = this.#cancel;
    this.#cancel = undefined;
    then?.();
  }

  abort(): void {
    const then = this.#abort;
    if (then === undefined) return;
    this.#cancel = undefined;
    this.#abort = undefined;
    then();
  }
}
