import { ANSI_BOLD_GREEN, ANSI_BOLD_RED, ANSI_CLEAR, ANSI_RESET, ANSI_YELLOW } from '../ansi.js';
import type { Filter } from './filter.js';
import { maskPhrases, uniquePhrases } from './phrase-masker.js';
import { LineStamper, type StreamLetter } from './stamper.js';
import { defaultPrefixes, maskTokens } from './token-masker.js';
import { UrlMasker } from './url-masker.js';

/** Streams by the number in stamped lines. Source: common/buildlogger/build_logger.go. */
export const EXECUTOR_STREAM = 0;
export const WORK_STREAM = 1;

/** How the output of one job is masked and stamped. */
export interface LoggerOptions {
  /** Values that must not show; trimmed, the empty one ignored. */
  readonly phrases: readonly string[];
  /** Token prefixes GitLab asks for (`features.token_mask_prefixes`). */
  readonly tokenPrefixes: readonly string[];
  readonly maskAllTokens: boolean;
  readonly timestamps: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The log takes no more: nothing needs to be masked or stamped for it. */
  readonly isFull: () => boolean;
}

/** Writes the Runner's own lines and opens streams for what programs print. Source: common/buildlogger. */
export class JobLogger {
  readonly #out: (bytes: Buffer) => void;
  readonly #options: LoggerOptions;
  readonly #phrases: readonly Buffer[];
  readonly #prefixes: readonly Buffer[];
  readonly #own: Filter;

  constructor(out: (bytes: Buffer) => void, options: LoggerOptions) {
    this.#out = out;
    this.#options = options;
    this.#phrases = uniquePhrases(options.phrases);
    const prefixes = [...options.tokenPrefixes, ...defaultPrefixes(options.maskAllTokens)];
    this.#prefixes = uniquePhrases(prefixes);
    this.#own = this.stream(EXECUTOR_STREAM, 'O');
  }

  /** A stream with masks and stamps of its own; close it to get its last line out. */
  stream(id: number, letter: StreamLetter): Filter {
    const { timestamps, now, isFull } = this.#options;
    const end = timestamps ? new LineStamper(this.#out, now, id, letter) : new Outlet(this.#out);
    const chain = maskPhrases(this.#phrases, new UrlMasker(maskTokens(this.#prefixes, end)));
    return new Inlet(chain, isFull);
  }

  raw(text: string): void {
    this.#own.write(Buffer.from(text, 'utf8'));
  }

  plain(text: string): void {
    this.#line(ANSI_CLEAR, text);
  }

  info(text: string): void {
    this.#line(ANSI_BOLD_GREEN, text);
  }

  warning(text: string): void {
    this.#line(`${ANSI_YELLOW}WARNING: `, text);
  }

  error(text: string): void {
    this.#line(`${ANSI_BOLD_RED}ERROR: `, text);
  }

  close(): void {
    this.#own.close();
  }

  #line(prefix: string, text: string): void {
    this.raw(`${prefix}${text}${ANSI_RESET}\n`);
  }
}

/** The beginning of a chain. */
class Inlet implements Filter {
  readonly #chain: Filter;
  readonly #isFull: () => boolean;

  constructor(chain: Filter, isFull: () => boolean) {
    this.#chain = chain;
    this.#isFull = isFull;
  }

  write(bytes: Buffer): void {
    if (!this.#isFull()) this.#chain.write(bytes);
  }

  close(): void {
    this.#chain.close();
  }
}

/** The end of a chain without stamps. */
class Outlet implements Filter {
  readonly write: (bytes: Buffer) => void;

  constructor(out: (bytes: Buffer) => void) {
    this.write = (bytes) => {
      if (bytes.length > 0) out(bytes);
    };
  }

  close(): void {}
}
