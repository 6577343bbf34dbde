/**
 * One link of the chain every byte of a job's output passes on its way to the trace. Where a write is split shows in
 * stamped logs, so each link splits exactly as the Runner's. Source: common/buildlogger/build_logger.go wrap.
 */
export interface Filter {
  write(bytes: Buffer): void;
  /** Hands on what is held back, and closes the next link. */
  close(): void;
}

/** A link that looks for one text, which a write may have cut off. */
export interface TextFilter extends Filter {
  /** Nothing is held back: the next write begins anew. */
  readonly idle: boolean;
}

export const MASK = Buffer.from('[MASKED]');

/**
 * Where a text begins in `bytes` from `from` on: whole, or cut off by the end of the bytes. `length` says how much of
 * it is there; undefined when not even its beginning is. A loop of its own: Buffer.indexOf calls memchr for every
 * occurrence of the first byte, which a job can make all of them.
 */
export function findStart(
  bytes: Buffer,
  text: Buffer,
  from: number,
): { readonly at: number; readonly length: number } | undefined {
  const first = text[0];
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] !== first) continue;
    const length = lengthThere(bytes, at, text);
    if (length > 0) return { at, length };
  }
  return undefined;
}

/** How much of a text stands at a place: all of it, what the end of the bytes leaves of it, or 0. */
function lengthThere(bytes: Buffer, at: number, text: Buffer): number {
  const length = Math.min(text.length, bytes.length - at);
  for (let index = 1; index < length; index += 1) {
    if (text[index] !== bytes[at + index]) return 0;
  }
  return length;
}

/** Does any of many texts begin in some bytes? One pass, however many there are. */
class Beginnings {
  readonly #texts: readonly Buffer[];
  /** 1 for every byte that begins a text. */
  readonly #begins = new Uint8Array(256);

  constructor(texts: readonly Buffer[]) {
    this.#texts = texts;
    for (const text of texts) this.#begins[text[0] ?? 0] = 1;
  }

  in(bytes: Buffer): boolean {
    const begins = this.#begins;
    const { length } = bytes;
    for (let at = 0; at < length; at += 1) {
      if (begins[bytes[at] ?? 0] === 1 && this.#at(bytes, at)) return true;
    }
    return false;
  }

  #at(bytes: Buffer, at: number): boolean {
    for (const text of this.#texts) {
      if (text[0] === bytes[at] && lengthThere(bytes, at, text) > 0) return true;
    }
    return false;
  }
}

/**
 * Many filters in a row, the longest text first, which is the first in the chain. A write in which none of the texts
 * begins while none is held back passes all of them unchanged, so it takes the short way.
 */
export class TextFilters implements Filter {
  readonly #beginnings: Beginnings;
  readonly #filters: readonly TextFilter[];
  readonly #first: Filter;
  readonly #next: Filter;

  /** `texts` in growing length. */
  constructor(texts: readonly Buffer[], make: (text: Buffer, next: Filter) => TextFilter, next: Filter) {
    const filters: TextFilter[] = [];
    let first = next;
    for (const text of texts) {
      const filter = make(text, first);
      filters.push(filter);
      first = filter;
    }
    this.#beginnings = new Beginnings(texts);
    this.#filters = filters;
    this.#first = first;
    this.#next = next;
  }

  write(bytes: Buffer): void {
    const short = this.#filters.every(({ idle }) => idle) && !this.#beginnings.in(bytes);
    (short ? this.#next : this.#first).write(bytes);
  }

  close(): void {
    this.#first.close();
  }
}
