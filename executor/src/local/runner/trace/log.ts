import { crc32 } from 'node:zlib';
import { ANSI_BOLD_YELLOW, ANSI_RESET } from '../ansi.js';
import { Utf8Replacer } from './utf8.js';

const DEFAULT_LIMIT_BYTES = 4 * 1024 * 1024; // common/consts.go DefaultTraceOutputLimit

/** `output_limit` of the settings (KiB) in bytes. */
export function outputLimitBytes(kib: number | undefined): number {
  return kib === undefined || kib === 0 ? DEFAULT_LIMIT_BYTES : kib * 1024;
}

/**
 * The job log: valid UTF-8, cut at the limit with a last sentence, counted and summed. Keeps nothing itself.
 * Source: helpers/trace/buffer.go.
 */
export class JobLog {
  readonly #out: (bytes: Buffer) => void;
  readonly #limit: number;
  readonly #utf8 = new Utf8Replacer();
  #size = 0;
  #checksum = 0;

  constructor(out: (bytes: Buffer) => void, limitBytes: number = DEFAULT_LIMIT_BYTES) {
    this.#out = out;
    this.#limit = limitBytes;
  }

  write(bytes: Buffer): void {
    if (!this.full) this.#limited(this.#utf8.push(bytes));
  }

  /** The limit is reached: nothing is taken any more. */
  get full(): boolean {
    return this.#size >= this.#limit;
  }

  /** The end of the log; a broken last character comes out now. */
  finish(): void {
    if (!this.full) this.#limited(this.#utf8.finish());
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#size;
  }

  /** `crc32:` and eight hexadecimal digits. */
  get checksum(): string {
    return `crc32:${this.#checksum.toString(16).padStart(8, '0')}`;
  }

  #limited(bytes: Buffer): void {
    const capacity = this.#limit - this.#size;
    if (bytes.length < capacity) {
      this.#put(bytes);
      return;
    }
    this.#put(bytes.subarray(0, wholeCharacters(bytes, capacity)));
    const sentence =
      `\n${ANSI_BOLD_YELLOW}Job's log exceeded limit of ${this.#limit} bytes.\n` +
      `Job execution will continue but no more output will be collected.${ANSI_RESET}\n`;
    this.#put(Buffer.from(sentence));
  }

  #put(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#size += bytes.length;
    this.#checksum = crc32(bytes, this.#checksum);
    this.#out(bytes);
  }
}

/** At most `length` bytes without cutting a character: truncateSafeUTF8. */
function wholeCharacters(bytes: Buffer, length: number): number {
  let end = length;
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}
