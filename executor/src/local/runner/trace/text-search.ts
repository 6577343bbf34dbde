import { type Filter, findStart, MASK, type TextFilter } from './filter.js';

/**
 * Looks for one text across writes and takes it out; what stands in its place is its heirs' matter. A beginning that
 * a write cut off is held back until the next one decides. Writes are split as the Runner splits them:
 * common/buildlogger/internal/masker and …/tokensanitizer have this loop in common.
 */
export abstract class TextSearch implements TextFilter {
  protected readonly text: Buffer;
  protected readonly next: Filter;
  /** How many bytes of the text have been taken out; all of them while `follow` decides about what comes after it. */
  protected matched = 0;

  constructor(text: Buffer, next: Filter) {
    this.text = text;
    this.next = next;
  }

  get idle(): boolean {
    return this.matched === 0;
  }

  write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    // A mask of a longer text passes as it is.
    if (bytes.equals(MASK)) {
      this.next.write(bytes);
      return;
    }
    let sent = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.matched === this.text.length) {
        const end = this.follow(bytes, at);
        if (end > at) {
          at = end;
          sent = end;
          continue;
        }
        this.matched = 0;
      }
      if (this.matched > 0) {
        const more = Math.min(this.text.length - this.matched, bytes.length - at);
        if (bytes.compare(this.text, this.matched, this.matched + more, at, at + more) === 0) {
          this.next.write(bytes.subarray(sent, at));
          at += more;
          sent = at;
          this.#advance(more);
          continue;
        }
        this.next.write(this.text.subarray(0, this.matched));
        // The Runner compares from here on only if the text may begin anew with this very byte.
        const again = bytes[at] === this.text[0];
        this.matched = again ? 1 : 0;
        if (again) sent += 1;
        at += 1;
        continue;
      }
      const found = findStart(bytes, this.text, at);
      if (found === undefined) break;
      this.next.write(bytes.subarray(sent, found.at));
      at = found.at + found.length;
      sent = at;
      this.#advance(found.length);
    }
    this.next.write(bytes.subarray(sent));
  }

  abstract close(): void;

  /** The whole text was taken out. */
  protected abstract found(): void;

  /** Where what is taken out together with the text before it ends; `at` if nothing is. */
  protected abstract follow(bytes: Buffer, at: number): number;

  #advance(length: number): void {
    this.matched += length;
    if (this.matched === this.text.length) this.found();
  }
}
