import { joinBytes } from '../bytes.js';
import { MASK } from './mask.js';
import { PhraseMatcher } from './phrase-matcher.js';

/**
 * Beginnings of GitLab's own tokens. Source: gitlab-runner common/buildlogger/internal/tokensanitizer
 * (FF_MASK_ALL_DEFAULT_TOKENS, on by default), https://docs.gitlab.com/security/token_overview/#token-prefixes.
 */
export const TOKEN_PREFIXES: readonly string[] = [
  ...['glpat-', 'gloas-', 'gldt-', 'glrt-', 'glcbt-', 'glrtr-', 'glptt-', 'glft-', 'glimt-'],
  ...['glagent-', 'glsoat-', 'glffct-', '_gitlab_session=', 'gltok-'],
];

/** Masks what follows a token prefix, as far as it can belong to a token; the prefix stays. Holds nothing back. */
export class TokenMasker {
  readonly #matcher: PhraseMatcher;
  #state = 0;
  #inToken = false;
  #masked = false;

  constructor(prefixes: readonly Uint8Array[]) {
    this.#matcher = new PhraseMatcher(prefixes);
  }

  push(chunk: Uint8Array): Uint8Array {
    const matcher = this.#matcher;
    const { first } = matcher;
    const end = chunk.length;
    const pieces: Uint8Array[] = [];
    let shownFrom = 0;
    let state = this.#state;
    let at = 0;
    while (at < end) {
      if (this.#inToken) {
        const tokenFrom = at;
        while (at < end && TOKEN_BYTES[chunk[at] ?? 0] === 1) at++;
        if (at > tokenFrom && !this.#masked) pieces.push(MASK);
        this.#masked ||= at > tokenFrom;
        shownFrom = at;
        if (at === end) break;
        this.#inToken = false;
      }
      if (state === 0) while (at < end && first[chunk[at] ?? 0] === 0) at++;
      if (at === end) break;
      state = matcher.step(state, chunk[at++] ?? 0);
      if (matcher.found(state) === 0) continue;
      pieces.push(chunk.subarray(shownFrom, at));
      shownFrom = at;
      state = 0;
      this.#inToken = true;
      this.#masked = false;
    }
    this.#state = state;
    if (shownFrom === 0) return chunk;
    pieces.push(chunk.subarray(shownFrom));
    return joinBytes(pieces);
  }
}

/** What may follow a prefix: letters, digits, `-`, `.`, `_`, `=`. */
const TOKEN_BYTES = new Uint8Array(256);
for (const byte of new TextEncoder().encode(
  '-.0123456789=ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz',
))
  TOKEN_BYTES[byte] = 1;
