import { type Filter, findStart, MASK, type TextFilter, TextFilters } from './filter.js';

// https://docs.gitlab.com/security/token_overview/#token-prefixes
const ALWAYS = ['glpat-'];
const DEFAULTS = [
  'gloas-',
  'gldt-',
  'glrt-',
  'glcbt-',
  'glrtr-',
  'glptt-',
  'glft-',
  'glimt-',
  'glagent-',
  'glsoat-',
  'glffct-',
  '_gitlab_session=',
  'gltok-',
];
const MOST_PREFIXES = 15; // tokensanitizer.New ignores the rest without a word

/** The prefixes of GitLab's own tokens: only personal ones without FF_MASK_ALL_DEFAULT_TOKENS. */
export function defaultPrefixes(all: boolean): readonly string[] {
  return all ? [...ALWAYS, ...DEFAULTS] : ALWAYS;
}

const IN_TOKEN = new Uint8Array(256);
for (const char of '-._=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') {
  IN_TOKEN[char.charCodeAt(0)] = 1;
}

/** Keeps a token's prefix and replaces what follows it. Source: common/buildlogger/internal/tokensanitizer. */
class TokenMasker implements TextFilter {
  readonly #prefix: Buffer;
  readonly #next: Filter;
  #matched = 0;
  #masked = false;

  constructor(prefix: Buffer, next: Filter) {
    this.#prefix = prefix;
    this.#next = next;
  }

  get idle(): boolean {
    return this.#matched === 0;
  }

  write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (bytes.equals(MASK)) {
      this.#next.write(bytes);
      return;
    }
    let sent = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#matched === this.#prefix.length) {
        const end = tokenEnd(bytes, at);
        if (end > at) {
          this.#masked = true;
          at = end;
          sent = end;
          continue;
        }
        if (this.#masked) this.#next.write(MASK);
        this.#masked = false;
        this.#matched = 0;
      }
      if (this.#matched > 0) {
        const more = Math.min(this.#prefix.length - this.#matched, bytes.length - at);
        if (bytes.compare(this.#prefix, this.#matched, this.#matched + more, at, at + more) === 0) {
          this.#next.write(bytes.subarray(sent, at));
          at += more;
          sent = at;
          this.#advance(more);
          continue;
        }
        this.#next.write(this.#prefix.subarray(0, this.#matched));
        const again = bytes[at] === this.#prefix[0];
        this.#matched = again ? 1 : 0;
        if (again) sent += 1;
        at += 1;
        continue;
      }
      const found = findStart(bytes, this.#prefix, at);
      if (found === undefined) break;
      this.#next.write(bytes.subarray(sent, found.at));
      at = found.at + found.length;
      sent = at;
      this.#advance(found.length);
    }
    this.#next.write(bytes.subarray(sent));
  }

  close(): void {
    // A whole prefix was passed on when it was seen, and the Runner writes it once more here.
    this.#next.write(this.#masked ? MASK : this.#prefix.subarray(0, this.#matched));
    this.#next.close();
  }

  #advance(length: number): void {
    this.#matched += length;
    if (this.#matched === this.#prefix.length) this.#next.write(this.#prefix);
  }
}

function tokenEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && IN_TOKEN[bytes[at] ?? 0] === 1) at += 1;
  return at;
}

/** All prefixes, the longest first. */
export function maskTokens(prefixes: readonly Buffer[], next: Filter): Filter {
  const taken = prefixes.slice(0, MOST_PREFIXES);
  return new TextFilters(taken, (prefix, inner) => new TokenMasker(prefix, inner), next);
}
