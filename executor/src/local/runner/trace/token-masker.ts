import { type Filter, MASK, TextFilters } from './filter.js';
import { TextSearch } from './text-search.js';

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
class TokenMasker extends TextSearch {
  #masked = false;

  close(): void {
    // A whole prefix was passed on when it was seen, and the Runner writes it once more here.
    this.next.write(this.#masked ? MASK : this.text.subarray(0, this.matched));
    this.next.close();
  }

  protected found(): void {
    this.next.write(this.text);
  }

  protected follow(bytes: Buffer, at: number): number {
    const end = tokenEnd(bytes, at);
    if (end === at && this.#masked) this.next.write(MASK);
    this.#masked = end > at;
    return end;
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
