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
    const { first } = this.#matcher;
    const pieces: Uint8Array[] = [];
    let shownFrom = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#inToken) {
        if (isTokenByte(byte)) {
          if (!this.#masked) pieces.push(MASK);
          this.#masked = true;
          shownFrom = at + 1;
          continue;
        }
        this.#inToken = false;
      }
      if (this.#state === 0 && first[byte] === 0) continue;
      this.#state = this.#matcher.step(this.#state, byte);
      if (this.#matcher.found(this.#state) === 0) continue;
      pieces.push(chunk.subarray(shownFrom, at + 1));
      shownFrom = at + 1;
      this.#state = 0;
      this.#inToken = true;
      this.#masked = false;
    }
    pieces.push(chunk.subarray(shownFrom));
    return joinBytes(pieces);
  }
}

function isTokenByte(byte: number): boolean {
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x5f ||
    byte === 0x3d
  );
}
