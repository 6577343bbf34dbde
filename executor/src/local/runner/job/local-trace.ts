import { JobLog, outputLimitBytes } from '../trace/index.js';
import { type JobOutcome, type JobTrace, StopHandles } from './job-trace.js';

/** A trace for somebody in this process: the log's bytes as they come (copy what you keep), and the end. */
export class LocalTrace implements JobTrace {
  readonly #handles = new StopHandles();
  readonly #log: JobLog;
  #outcome: JobOutcome | undefined;

  /** `outputLimit`: KiB, as in the settings. */
  constructor(sink: (bytes: Buffer) => void, outputLimit?: number) {
    this.#log = new JobLog(sink, outputLimitBytes(outputLimit));
  }

  write(bytes: Buffer): void {
    this.#log.write(bytes);
  }

  get full(): boolean {
    return this.#log.full;
  }

  onCancel(then: (() => void) | undefined): void {
    this.#handles.onCancel(then);
  }

  onAbort(then: (() => void) | undefined): void {
    this.#handles.onAbort(then);
  }

  /** Ends the script; after_script still runs. */
  cancel(): void {
    this.#handles.cancel();
  }

  /** Ends the job at once. */
  abort(): void {
    this.#handles.abort();
  }

  async finish(outcome: JobOutcome): Promise<void> {
    this.#log.finish();
    this.#outcome = outcome;
  }

  /** How the job ended; undefined while it runs. */
  get outcome(): JobOutcome | undefined {
    return this.#outcome;
  }

  get size(): number {
    return this.#log.size;
  }

  get checksum(): string {
    return this.#log.checksum;
  }
}
