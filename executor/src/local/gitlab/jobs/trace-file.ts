import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/**
 * A job's log on disk. Writes are synchronous: an append has to be one step with the check of its place, and a chunk
 * is at most 1 MiB to a local file.
 */
export class TraceFile {
  readonly #path: string;
  #fd: number | undefined;
  #size = 0;
  #crc = 0;

  constructor(path: string) {
    this.#path = path;
  }

  get size(): number {
    return this.#size;
  }

  /** CRC-32 (IEEE) of everything stored, as the Runner writes it: `crc32:` and eight hex digits. */
  get checksum(): string {
    return `crc32:${this.#crc.toString(16).padStart(8, '0')}`;
  }

  /**
   * Appends bytes that belong at `start`; only when that is the end of what is stored. Returns the size then.
   * GitLab: lib/gitlab/ci/trace.rb (append).
   */
  append(bytes: Uint8Array, start: number): number {
    if (start !== this.#size) return this.#size;
    const fd = this.#open();
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(fd, bytes, written, bytes.length - written, this.#size + written);
    }
    this.#size += bytes.length;
    this.#crc = crc32(bytes, this.#crc);
    return this.#size;
  }

  /** Forgets everything, for a Runner that sends the whole log again. */
  reset(): void {
    if (this.#fd !== undefined) ftruncateSync(this.#fd, 0);
    this.#size = 0;
    this.#crc = 0;
  }

  read(start = 0, end = this.#size): Buffer {
    const from = Math.min(start, this.#size);
    const bytes = Buffer.alloc(Math.max(0, Math.min(end, this.#size) - from));
    if (bytes.length === 0) return bytes;
    const fd = this.#open();
    for (let done = 0; done < bytes.length; ) {
      const got = readSync(fd, bytes, done, bytes.length - done, from + done);
      if (got === 0) return bytes.subarray(0, done);
      done += got;
    }
    return bytes;
  }

  remove(): void {
    if (this.#fd === undefined) return;
    closeSync(this.#fd);
    this.#fd = undefined;
    this.#size = 0;
    rmSync(this.#path, { force: true });
  }

  #open(): number {
    this.#fd ??= openSync(this.#path, 'wx+', 0o600);
    return this.#fd;
  }
}
