import { trimSpace } from '../../../go/index.js';
import { type Filter, findStart, MASK, type TextFilter, TextFilters } from './filter.js';

/**
 * Replaces one phrase by `[MASKED]`, across writes. A beginning that a write cut off is held back until the next one
 * decides. Source: common/buildlogger/internal/masker.
 */
class PhraseMasker implements TextFilter {
  readonly #phrase: Buffer;
  readonly #next: Filter;
  #matched = 0;

  constructor(phrase: Buffer, next: Filter) {
    this.#phrase = phrase;
    this.#next = next;
  }

  get idle(): boolean {
    return this.#matched === 0;
  }

  write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    // A mask of a longer phrase passes as it is.
    if (bytes.equals(MASK)) {
      this.#next.write(bytes);
      return;
    }
    let sent = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#matched > 0) {
        const more = Math.min(this.#phrase.length - this.#matched, bytes.length - at);
        if (continues(bytes, at, this.#phrase, this.#matched, more)) {
          this.#next.write(bytes.subarray(sent, at));
          at += more;
          sent = at;
          this.#advance(more);
          continue;
        }
        this.#next.write(this.#phrase.subarray(0, this.#matched));
        // The Runner compares from here on only if the phrase may begin anew with this very byte.
        const again = bytes[at] === this.#phrase[0];
        this.#matched = again ? 1 : 0;
        if (again) sent += 1;
        at += 1;
        continue;
      }
      const found = findStart(bytes, this.#phrase, at);
      if (found === undefined) break;
      this.#next.write(bytes.subarray(sent, found.at));
      at = found.at + found.length;
      sent = at;
      this.#advance(found.length);
    }
    this.#next.write(bytes.subarray(sent));
  }

  close(): void {
    this.#next.write(this.#phrase.subarray(0, this.#matched));
    this.#next.close();
  }

  #advance(length: number): void {
    this.#matched += length;
    if (this.#matched < this.#phrase.length) return;
    this.#next.write(MASK);
    this.#matched = 0;
  }
}

function continues(bytes: Buffer, at: number, text: Buffer, from: number, length: number): boolean {
  return bytes.compare(text, from, from + length, at, at + length) === 0;
}

/** All phrases, the longest first. */
export function maskPhrases(phrases: readonly Buffer[], next: Filter): Filter {
  return new TextFilters(phrases, (phrase, inner) => new PhraseMasker(phrase, inner), next);
}

/** Trimmed, sorted by length, without repetition: common/buildlogger/internal/unique.go. */
export function uniquePhrases(texts: readonly string[]): Buffer[] {
  const trimmed = texts.map((text) => Buffer.from(trimSpace(text), 'utf8'));
  const sorted = trimmed.sort((a, b) => a.length - b.length || Buffer.compare(a, b));
  return sorted.filter((one, at) => one.length > 0 && !(sorted[at - 1]?.equals(one) ?? false));
}
