import type { Filter } from './filter.js';

const LINE_LIMIT = 8 * 1024; // timestamper.go bufSize: header included
const HEADER_LENGTH = 32; // `2026-11-24T00:28:54.471975Z 00O `
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const NEW_LINE = 0x20;
const CONTINUED_LINE = 0x2b;
const END = Buffer.from('\n');

/** Standard output or standard error, by the letter in the log. */
export type StreamLetter = 'O' | 'E';

/**
 * Begins every line with its time, its stream and whether it continues the stream's previous line. A line without an
 * end waits for one, but not past 8 KiB and not when its write holds a carriage return (a progress bar).
 * Source: common/buildlogger/internal/timestamper.
 */
export class LineStamper implements Filter {
  readonly #write: (bytes: Buffer) => void;
  readonly #now: () => number;
  readonly #header: Buffer;
  #pending: Buffer[] = [];
  #pendingLength = 0;

  /** `now`: milliseconds since the epoch, with a fraction where the clock has one. */
  constructor(write: (bytes: Buffer) => void, now: () => number, stream: number, letter: StreamLetter) {
    this.#write = write;
    this.#now = now;
    const id = stream.toString(16).padStart(2, '0');
    this.#header = Buffer.from(`${'0'.repeat(HEADER_LENGTH - 4)}${id}${letter} `, 'latin1');
  }

  write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#setTime();
    const rest = this.#writeLines(bytes);
    if (rest.length === 0) return;
    if (rest.includes(RETURN)) this.#flushWith(rest);
    else if (this.#pendingLength + rest.length > LINE_LIMIT) this.#flushWith(rest);
    else this.#hold(rest);
  }

  close(): void {
    if (this.#pendingLength === 0) return;
    this.#emit([...this.#takePending(), END]);
  }

  /** Sends every complete line; answers what follows the last one. */
  #writeLines(bytes: Buffer): Buffer {
    const last = bytes.lastIndexOf(NEWLINE);
    if (last < 0) return bytes;
    const pieces: Buffer[] = [];
    let from = 0;
    if (this.#pendingLength > 0) {
      from = bytes.indexOf(NEWLINE) + 1;
      pieces.push(...this.#takePending(), bytes.subarray(0, from));
    }
    if (from <= last) pieces.push(this.#stampLines(bytes, from, last + 1));
    this.#emit(pieces);
    return bytes.subarray(last + 1);
  }

  /** Complete lines with their headers. A loop over bytes: for short lines it beats a copy for each line. */
  #stampLines(bytes: Buffer, from: number, to: number): Buffer {
    let lines = 0;
    for (let at = from; at < to; at += 1) if (bytes[at] === NEWLINE) lines += 1;
    const out = Buffer.allocUnsafe(to - from + lines * HEADER_LENGTH);
    let put = this.#takeHeader().copy(out);
    const header = this.#header;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] ?? 0;
      out[put] = byte;
      put += 1;
      if (byte !== NEWLINE || at + 1 === to) continue;
      for (let index = 0; index < HEADER_LENGTH; index += 1) out[put + index] = header[index] ?? 0;
      put += HEADER_LENGTH;
    }
    return out;
  }

  /** Sends a line that has no end yet, with one, and marks the stream's next line as its continuation. */
  #flushWith(rest: Buffer): void {
    const begun = this.#pendingLength > 0 ? this.#takePending() : [Buffer.from(this.#takeHeader())];
    this.#emit([...begun, rest, END]);
    this.#header[HEADER_LENGTH - 1] = CONTINUED_LINE;
  }

  #hold(rest: Buffer): void {
    if (this.#pendingLength === 0) {
      this.#pending.push(Buffer.from(this.#takeHeader()));
      this.#pendingLength += HEADER_LENGTH;
    }
    // A copy: the caller's bytes may be a piece of a large read.
    this.#pending.push(Buffer.from(rest));
    this.#pendingLength += rest.length;
  }

  #takePending(): Buffer[] {
    const pending = this.#pending;
    this.#pending = [];
    this.#pendingLength = 0;
    return pending;
  }

  /** The header of the next line; valid until the call after. The line after a flushed one is marked once. */
  #takeHeader(): Buffer {
    if (this.#header[HEADER_LENGTH - 1] !== CONTINUED_LINE) return this.#header;
    const header = Buffer.from(this.#header);
    this.#header[HEADER_LENGTH - 1] = NEW_LINE;
    return header;
  }

  #emit(pieces: readonly Buffer[]): void {
    const [only] = pieces;
    this.#write(pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces));
  }

  #setTime(): void {
    const now = this.#now();
    const ms = Math.floor(now);
    const micro = Math.floor((now - ms) * 1000);
    const time = new Date(ms).toISOString().slice(0, -1);
    this.#header.write(`${time}${String(micro).padStart(3, '0')}Z `, 0, 'latin1');
  }
}
