import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A job's log on disk, so that memory stays flat and GitLab may ask for any part again. Source: helpers/trace. */
export class LogFile {
  readonly #dir: string;
  readonly #fd: number;
  #size = 0;

  /** @param parent folder in which it gets one of its own */
  constructor(parent: string) {
    this.#dir = mkdtempSync(join(parent, 'trace-'));
    this.#fd = openSync(join(this.#dir, 'log'), 'w+', 0o600);
  }

  append(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      at += writeSync(this.#fd, bytes, at, bytes.length - at, this.#size + at);
    }
    this.#size += bytes.length;
  }

  /** At most `length` bytes from an offset; fewer at the end. */
  read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, this.#size - offset)));
    let at = 0;
    while (at < bytes.length) {
      const got = readSync(this.#fd, bytes, at, bytes.length - at, offset + at);
      if (got === 0) break;
      at += got;
    }
    return bytes.subarray(0, at);
  }

  get size(): number {
    return this.#size;
  }

  close(): void {
    closeSync(this.#fd);
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
