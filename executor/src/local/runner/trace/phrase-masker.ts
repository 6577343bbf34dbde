import { trimSpace } from '../../../go/index.js';
import { type Filter, MASK, TextFilters } from './filter.js';
import { TextSearch } from './text-search.js';

/** Replaces one phrase by `[MASKED]`. Source: common/buildlogger/internal/masker. */
class PhraseMasker extends TextSearch {
  close(): void {
    this.next.write(this.text.subarray(0, this.matched));
    this.next.close();
  }

  protected found(): void {
    this.next.write(MASK);
    this.matched = 0;
  }

  protected follow(_bytes: Buffer, at: number): number {
    return at;
  }
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
