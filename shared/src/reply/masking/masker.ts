import { joinBytes } from '../bytes.js';
import { PhraseMatcher } from './phrase-matcher.js';
import { PhraseMasker } from './phrases.js';
import { TOKEN_PREFIXES, TokenMasker } from './tokens.js';
import { UrlParamMasker } from './url-params.js';

/** What must not be shown, as the driver knows it (design D6). */
export interface MaskSource {
  /**
   * Values of all masked variables (every occurrence of a name, and expanded as well as plain), of `secrets:`, and the
   * job token. As the Runner does: blanks around them do not count, and no length is too short.
   */
  readonly phrases: readonly string[];
  /** `features.token_mask_prefixes` of the job; GitLab's own prefixes are always there. */
  readonly tokenPrefixes?: readonly string[];
}

/** Built once a job, used for any number of streams. */
export interface MaskSet {
  readonly phrases: PhraseMatcher;
  readonly tokenPrefixes: readonly Uint8Array[];
}

export function createMaskSet(source: MaskSource): MaskSet {
  const phrases = new Set(source.phrases.flatMap(phraseForms));
  const prefixes = new Set([
    ...TOKEN_PREFIXES,
    ...(source.tokenPrefixes ?? []).map((prefix) => prefix.trim()),
  ]);
  prefixes.delete('');
  return {
    phrases: new PhraseMatcher([...phrases].map(encode)),
    tokenPrefixes: [...prefixes].map(encode),
  };
}

/** Parts of a secret of several lines that are shorter give nothing away. */
const SHORTEST_LINE = 8;

/** Frames of keys and certificates: the same in every one. */
const PEM_FRAME = /^-----(?:BEGIN|END) [A-Z0-9 ]+-----$/;

/**
 * A secret as it may appear. Of one with several lines (a key, a JSON file) each line counts too, and a terminal in
 * cooked mode ends lines by CR LF. The Runner does not mask single lines; a chat has more readers than a job log.
 */
function phraseForms(secret: string): string[] {
  const phrase = secret.trim();
  if (phrase === '') return [];
  if (!phrase.includes('\n')) return [phrase];
  const lines = phrase.split(/\r?\n/);
  const parts = lines
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST_LINE && !PEM_FRAME.test(line));
  return [phrase, lines.join('\r\n'), lines.join('\n'), ...parts];
}

/**
 * Masks a stream of bytes, in the Runner's order: phrases, URL parameters, tokens
 * (common/buildlogger/build_logger.go wrap). However a stream is cut into chunks, the joined result is the same.
 */
export class Masker {
  readonly #phrases: PhraseMasker;
  readonly #params = new UrlParamMasker();
  readonly #tokens: TokenMasker;

  constructor(masks: MaskSet) {
    this.#phrases = new PhraseMasker(masks.phrases);
    this.#tokens = new TokenMasker(masks.tokenPrefixes);
  }

  /** The bytes that are settled; a view of the chunk or a copy. */
  push(chunk: Uint8Array): Uint8Array {
    return this.#tokens.push(this.#params.push(this.#phrases.push(chunk)));
  }

  /** The stream ended: the bytes held back. */
  end(): Uint8Array {
    return this.#tokens.push(this.#params.push(this.#phrases.end()));
  }
}

/** Masks text that is not shown byte by byte, such as rendered output or a job's name. */
export function maskText(text: string, masks: MaskSet): string {
  const masker = new Masker(masks);
  return decoder.decode(joinBytes([masker.push(encode(text)), masker.end()]));
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function encode(text: string): Uint8Array {
  return encoder.encode(text);
}
