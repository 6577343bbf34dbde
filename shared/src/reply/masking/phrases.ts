import { joinBytes } from '../bytes.js';
import { MASK } from './mask.js';
import type { PhraseMatcher } from './phrase-matcher.js';

/**
 * Replaces phrases in a byte stream by `[MASKED]`, wherever chunks end. Where phrases overlap, all their bytes go and
 * one mask stands for them: no byte of any occurrence is ever shown (the Runner goes phrase by phrase, longest first,
 * and leaves the rest of an overlapped one: common/buildlogger/internal/masker).
 */
export class PhraseMasker {
  readonly #matcher: PhraseMatcher;
  #state = 0;
  /** Bytes that may be part of a phrase still to come, and where in them phrases were found. */
  #held: Uint8Array = new Uint8Array(0);
  #spans: Span[] = [];

  constructor(matcher: PhraseMatcher) {
    this.#matcher = matcher;
  }

  push(chunk: Uint8Array): Uint8Array {
    const held = this.#held.length;
    const data = held === 0 ? chunk : joinBytes([this.#held, chunk]);
    this.#scan(data, held);
    if (this.#state === 0 && this.#spans.length === 0) {
      this.#held = NOTHING;
      return data;
    }
    return this.#give(data, data.length - this.#matcher.depth(this.#state));
  }

  /** The stream ended: what was held back is no phrase. */
  end(): Uint8Array {
    this.#state = 0;
    return this.#give(this.#held, this.#held.length);
  }

  #scan(data: Uint8Array, from: number): void {
    const matcher = this.#matcher;
    const { first } = matcher;
    const end = data.length;
    let state = this.#state;
    let at = from;
    while (at < end) {
      if (state === 0) while (at < end && first[data[at] ?? 0] === 0) at++;
      if (at === end) break;
      state = matcher.step(state, data[at++] ?? 0);
      const length = matcher.found(state);
      if (length > 0) addSpan(this.#spans, at - length, at);
    }
    this.#state = state;
  }

  #give(data: Uint8Array, settled: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    let at = 0;
    let done = 0;
    let end = settled;
    for (const span of this.#spans) {
      if (span.to > settled) {
        end = Math.min(end, span.from);
        break;
      }
      pieces.push(data.subarray(at, span.from), MASK);
      at = span.to;
      done++;
    }
    pieces.push(data.subarray(at, end));
    this.#held = data.slice(end);
    this.#spans = this.#spans.slice(done).map(({ from, to }) => ({ from: from - end, to: to - end }));
    return joinBytes(pieces);
  }
}

const NOTHING = new Uint8Array(0);

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Spans are found in the order of their ends; one that reaches back over earlier ones takes them in. */
function addSpan(spans: Span[], from: number, to: number): void {
  let start = from;
  for (let last = spans.at(-1); last !== undefined && last.to > start; last = spans.at(-1)) {
    start = Math.min(start, last.from);
    spans.pop();
  }
  spans.push({ from: start, to });
}
