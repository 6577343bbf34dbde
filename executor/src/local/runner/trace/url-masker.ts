import { isSpace } from '../../../go/index.js';
import { type Filter, MASK } from './filter.js';

const SECRET_PARAMETERS: ReadonlySet<string> = new Set([
  'private_token',
  'authenticity_token',
  'rss_token',
  'x-amz-signature',
  'x-amz-credential',
  'x-amz-security-token',
]);
const LONGEST = 'x-amz-security-token'.length + 1; // with its `?` or `&`
const QUESTION = 0x3f;
const AMPERSAND = 0x26;
const EQUALS = 0x3d;

/** Replaces the values of secret URL parameters. Source: common/buildlogger/internal/urlsanitizer. */
export class UrlMasker implements Filter {
  readonly #next: Filter;
  /** A parameter's name so far, with its separator. */
  #name = '';
  #masking = false;

  constructor(next: Filter) {
    this.#next = next;
  }

  write(bytes: Buffer): void {
    const separators = new Separators(bytes);
    let sent = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#masking) {
        const end = parameterEnd(bytes, at);
        if (end < 0) return;
        // The Runner counts from the last sent byte, which in this mode is this very place.
        sent += end - at;
        at = end;
        this.#masking = false;
        this.#next.write(MASK);
      }
      if (this.#name.length === LONGEST) this.#name = '';
      if (this.#name === '') {
        const separator = separators.name(at);
        if (separator < 0) break;
        this.#name = String.fromCharCode(bytes[separator] ?? 0);
        at = separator + 1;
      }
      if (at >= bytes.length) break;
      const stop = separators.end(at);
      if (stop < 0) {
        // No end of the name in these bytes: it takes one more byte, or is too long to be known.
        this.#name += String.fromCharCode(bytes[at] ?? 0);
        at += 1;
        continue;
      }
      if (bytes[stop] !== EQUALS) {
        this.#name = '';
        at = stop;
        continue;
      }
      if (stop - at + this.#name.length > LONGEST) {
        this.#name = '';
        at += 1;
        continue;
      }
      const key = this.#name.slice(1) + bytes.toString('latin1', at, stop);
      at = stop + 1;
      this.#name = '';
      if (SECRET_PARAMETERS.has(key.toLowerCase())) {
        this.#next.write(bytes.subarray(sent, at));
        sent = at;
        this.#masking = true;
      }
    }
    if (sent < bytes.length) this.#next.write(bytes.subarray(sent));
  }

  close(): void {
    if (this.#masking) this.#next.write(MASK);
    this.#next.close();
  }
}

/** Places of separators in one write, each searched for once: questions come with growing positions. */
class Separators {
  readonly #question: NextByte;
  readonly #ampersand: NextByte;
  readonly #equals: NextByte;

  constructor(bytes: Buffer) {
    this.#question = new NextByte(bytes, QUESTION);
    this.#ampersand = new NextByte(bytes, AMPERSAND);
    this.#equals = new NextByte(bytes, EQUALS);
  }

  /** Where the next parameter begins, or -1. */
  name(from: number): number {
    return least(this.#question.from(from), this.#ampersand.from(from));
  }

  /** Where a parameter's name ends, or -1. */
  end(from: number): number {
    return least(this.name(from), this.#equals.from(from));
  }
}

class NextByte {
  readonly #bytes: Buffer;
  readonly #byte: number;
  #known = -2; // not searched yet

  constructor(bytes: Buffer, byte: number) {
    this.#bytes = bytes;
    this.#byte = byte;
  }

  from(place: number): number {
    if (this.#known === -1 || this.#known >= place) return this.#known;
    this.#known = this.#bytes[place] === this.#byte ? place : this.#bytes.indexOf(this.#byte, place);
    return this.#known;
  }
}

function least(a: number, b: number): number {
  if (a < 0 || b < 0) return Math.max(a, b);
  return Math.min(a, b);
}

/** Where a parameter's value ends: another separator, white space or a control character. */
function parameterEnd(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUESTION || byte === AMPERSAND || byte <= 0x20 || byte === 0x7f) return at;
    if (byte >= 0x80 && endsAt(bytes, at)) return at;
  }
  return -1;
}

function endsAt(bytes: Buffer, at: number): boolean {
  // The longest white space of Unicode has three bytes in UTF-8, the controls U+0080 to U+009F two.
  const length = (bytes[at] ?? 0) < 0xe0 ? 2 : 3;
  const text = bytes.toString('utf8', at, at + length);
  const code = text.codePointAt(0) ?? 0;
  return code !== 0xfffd && (isSpace(code) || (code >= 0x80 && code <= 0x9f));
}
