import { randomBytes } from 'node:crypto';

const RECORD_SEPARATOR = 0x1e;
const LINE_FEED = 0x0a;
/** An exit status has three digits at most. */
const STATUS_LIMIT = 3;

/** 128 random bits behind a byte that programs hardly print, so that output is hardly ever held back. */
export function createSentinel(): string {
  return String.fromCharCode(RECORD_SEPARATOR) + randomBytes(16).toString('hex');
}

/**
 * Takes `SENTINEL status LF` out of a stream of chunks, wherever they are cut, and passes every other byte on. A
 * possible beginning of the sentinel at the end of a chunk is held back until the next chunk decides.
 */
export class SentinelScanner {
  readonly #sentinel: Buffer;
  readonly #onSentinel: () => void;
  #held: Buffer = Buffer.alloc(0);

  constructor(sentinel: string, onSentinel: () => void) {
    this.#sentinel = Buffer.from(sentinel, 'latin1');
    this.#onSentinel = onSentinel;
  }

  /** The bytes that may go on now, in order. */
  push(chunk: Buffer): Buffer[] {
    const out: Buffer[] = [];
    let rest = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = Buffer.alloc(0);
    while (rest.length > 0) {
      const at = rest.indexOf(this.#sentinel);
      if (at === -1) {
        const keep = this.#possibleHead(rest);
        if (keep < rest.length) out.push(rest.subarray(0, rest.length - keep));
        this.#hold(rest, rest.length - keep);
        break;
      }
      if (at > 0) out.push(rest.subarray(0, at));
      const end = statusEnd(rest, at + this.#sentinel.length);
      if (end === 'open') {
        this.#hold(rest, at);
        break;
      }
      if (end === 'none') {
        // Not the leader's line: somebody printed the bytes. They are output like any other.
        out.push(rest.subarray(at, at + this.#sentinel.length));
        rest = rest.subarray(at + this.#sentinel.length);
        continue;
      }
      this.#onSentinel();
      rest = rest.subarray(end);
    }
    return out;
  }

  /** The stream ended: what was held back is output. */
  end(): Buffer {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return held;
  }

  #hold(bytes: Buffer, from: number): void {
    // A copy: the chunk's memory belongs to the stream.
    this.#held = Buffer.from(bytes.subarray(from));
  }

  /** Length of the longest end of `bytes` that could be the beginning of the sentinel. */
  #possibleHead(bytes: Buffer): number {
    let at = bytes.indexOf(RECORD_SEPARATOR, Math.max(0, bytes.length - this.#sentinel.length + 1));
    for (; at !== -1; at = bytes.indexOf(RECORD_SEPARATOR, at + 1)) {
      const length = bytes.length - at;
      if (bytes.subarray(at).equals(this.#sentinel.subarray(0, length))) return length;
    }
    return 0;
  }
}

/** Where the status line ends; `open` if the bytes end before that is known, `none` if this is no status line. */
function statusEnd(bytes: Buffer, from: number): number | 'open' | 'none' {
  for (let at = from; ; at++) {
    const byte = bytes[at];
    if (byte === undefined) return 'open';
    if (byte === LINE_FEED) return at > from ? at + 1 : 'none';
    if (byte < 0x30 || byte > 0x39 || at - from >= STATUS_LIMIT) return 'none';
  }
}
