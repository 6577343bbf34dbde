import { joinBytes } from '../bytes.js';
import { MASK } from './mask.js';

/** Query parameters whose value is a secret. Source: gitlab-runner common/buildlogger/internal/urlsanitizer. */
const SECRET_PARAMS: ReadonlySet<string> = new Set([
  'private_token',
  'authenticity_token',
  'rss_token',
  'x-amz-signature',
  'x-amz-credential',
  'x-amz-security-token',
]);

const LONGEST_PARAM = Math.max(...[...SECRET_PARAMS].map(({ length }) => length));

/**
 * Masks the values of secret URL parameters, up to the next `?`, `&`, white space or control character. Holds nothing
 * back.
 */
export class UrlParamMasker {
  /** The parameter name being read; undefined outside of one. */
  #name: string | undefined;
  #inValue = false;

  push(chunk: Uint8Array): Uint8Array {
    const pieces: Uint8Array[] = [];
    let shownFrom = 0;
    let at = 0;
    while (at < chunk.length) {
      if (this.#inValue) {
        while (at < chunk.length && !endsValue(chunk[at] ?? 0)) at++;
        shownFrom = at;
        if (at === chunk.length) break;
        this.#inValue = false;
      }
      if (this.#name === undefined) at = nextParam(chunk, at);
      if (at === chunk.length) break;
      const byte = chunk[at++] ?? 0;
      if (byte === QUESTION_MARK || byte === AMPERSAND) this.#name = '';
      else if (byte === EQUALS && SECRET_PARAMS.has(this.#name?.toLowerCase() ?? '')) {
        pieces.push(chunk.subarray(shownFrom, at), MASK);
        shownFrom = at;
        this.#name = undefined;
        this.#inValue = true;
      } else if (byte === EQUALS || (this.#name?.length ?? 0) >= LONGEST_PARAM) this.#name = undefined;
      else this.#name += String.fromCharCode(byte);
    }
    if (shownFrom === 0) return chunk;
    pieces.push(chunk.subarray(shownFrom));
    return joinBytes(pieces);
  }
}

/** Where the next parameter begins; the end of the chunk if none does. */
function nextParam(chunk: Uint8Array, from: number): number {
  let at = from;
  while (at < chunk.length && chunk[at] !== QUESTION_MARK && chunk[at] !== AMPERSAND) at++;
  return at;
}

const QUESTION_MARK = 0x3f;
const AMPERSAND = 0x26;
const EQUALS = 0x3d;

function endsValue(byte: number): boolean {
  return byte === QUESTION_MARK || byte === AMPERSAND || byte <= 0x20 || byte === 0x7f;
}
