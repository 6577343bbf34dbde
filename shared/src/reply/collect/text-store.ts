/** Text of any length of which the beginning and the end are kept. */
export interface KeptText {
  /** All of it when there is no tail. */
  readonly head: string;
  /** Set when text between head and tail was let go. Both end and begin with whole lines where lines are short. */
  readonly tail?: string;
  /** Lines of the whole text. */
  readonly lines: number;
}

const LF = 0x0a;

/** Keeps the first and the last bytes of UTF-8 text, in constant memory. */
export class TextStore {
  readonly #head: Uint8Array;
  #headLength = 0;
  readonly #tail: Uint8Array;
  /** Bytes that went past the head. The last of them are in #tail, a ring. */
  #past = 0;
  #breaks = 0;
  /** Restored from a text that had lost its middle. */
  #gap = false;

  /** @param side bytes kept of the beginning, and of the end. */
  constructor(side: number, kept?: KeptText) {
    this.#head = new Uint8Array(side);
    this.#tail = new Uint8Array(side);
    if (kept === undefined) return;
    const encoder = new TextEncoder();
    this.push(encoder.encode(kept.head));
    if (kept.tail === undefined) return;
    this.#gap = true;
    this.#pushTail(encoder.encode(kept.tail));
    this.#breaks = kept.lines - 1;
  }

  get isEmpty(): boolean {
    return this.#headLength === 0;
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) if (bytes[at] === LF) this.#breaks++;
    const room = this.#gap || this.#past > 0 ? 0 : this.#head.length - this.#headLength;
    const first = bytes.subarray(0, room);
    this.#head.set(first, this.#headLength);
    this.#headLength += first.length;
    if (bytes.length > first.length) this.#pushTail(bytes.subarray(first.length));
  }

  clear(): void {
    this.#headLength = 0;
    this.#past = 0;
    this.#breaks = 0;
    this.#gap = false;
  }

  read(): KeptText {
    const lines = this.#breaks + 1;
    const head = this.#head.subarray(0, this.#headLength);
    const tail = this.#lastBytes();
    if (!this.#gap && this.#past <= this.#tail.length) {
      const whole = new Uint8Array(head.length + tail.length);
      whole.set(head);
      whole.set(tail, head.length);
      return { head: decoder.decode(whole), lines };
    }
    return { head: decoder.decode(endAtLine(head)), tail: decoder.decode(startAtLine(tail)), lines };
  }

  #pushTail(bytes: Uint8Array): void {
    const size = this.#tail.length;
    const last = bytes.subarray(Math.max(0, bytes.length - size));
    const at = (this.#past + bytes.length - last.length) % size;
    const first = last.subarray(0, size - at);
    this.#tail.set(first, at);
    this.#tail.set(last.subarray(first.length), 0);
    this.#past += bytes.length;
  }

  #lastBytes(): Uint8Array {
    const size = this.#tail.length;
    if (this.#past <= size) return this.#tail.slice(0, this.#past);
    const at = this.#past % size;
    const last = new Uint8Array(size);
    last.set(this.#tail.subarray(at));
    last.set(this.#tail.subarray(0, at), size - at);
    return last;
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Without the beginning of a line at the end, or, when that is most of it, of a character. */
function endAtLine(bytes: Uint8Array): Uint8Array {
  const line = bytes.lastIndexOf(LF);
  if (line >= bytes.length / 2) return bytes.subarray(0, line);
  let end = bytes.length;
  while (end > 0 && isContinuation(bytes[end - 1])) end--;
  return bytes.subarray(0, Math.max(0, end - 1));
}

/** Without the end of a line at the beginning, or, when that is most of it, of a character. */
function startAtLine(bytes: Uint8Array): Uint8Array {
  const line = bytes.indexOf(LF);
  if (line !== -1 && line < bytes.length / 2) return bytes.subarray(line + 1);
  let from = 0;
  while (from < bytes.length && isContinuation(bytes[from])) from++;
  return bytes.subarray(from);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
