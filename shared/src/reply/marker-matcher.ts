/**
 * GitLab's rule for section markers in a job log, as an automaton that eats one byte at a time.
 *
 *   marker  = "section_" ("start" | "end") ":" 1*DIGIT ":" name [options] CR ESC "[0K"
 *   name    = 1*( ALPHA | DIGIT | "_" | "." | "-" )
 *   options = "[" pair *( "," [" "] pair ) "]"     pair = word "=" word     word = 1*( ALPHA | DIGIT | "_" )
 *
 * GitLab tries every `section_` that does not lie inside an accepted marker, and after a failed try goes on 8 bytes
 * later. No part of a marker but its end may hold a second `section_start:`, so one pass without stepping back sees
 * exactly the same markers: time is linear and memory constant for any input, also megabytes of digits.
 * Source: GitLab lib/gitlab/regex.rb (build_trace_section_regex), lib/gitlab/ci/trace/section_parser.rb.
 */
export class MarkerMatcher {
  /** The open try, or the marker just accepted: places are counted in bytes since the first one fed. */
  action: MarkerAction = 'start';
  begin = 0;
  nameBegin = 0;
  nameEnd = 0;
  /** Bytes fed so far. */
  position = 0;

  #literal = 0;
  #phase: Phase = IDLE;

  /** No byte so far can belong to a marker that is still to come. */
  get idle(): boolean {
    return this.#literal === 0 && this.#phase === IDLE;
  }

  /** Where the earliest marker that is still possible begins; `position` if none is. */
  get openFrom(): number {
    return this.#phase === IDLE ? this.position - literalLength(this.#literal) : this.begin;
  }

  /** Whether there is an open try that has come to its name (`nameBegin` and `nameEnd` are its own). */
  get named(): boolean {
    return this.#phase >= NAME;
  }

  /**
   * When idle, goes over the bytes in which no marker can begin; answers where to step on: the bytes' length if
   * nowhere. Most of a log is read here.
   */
  skip(bytes: Uint8Array, from: number): number {
    let at = from;
    if (!this.idle) return at;
    while (at < bytes.length) {
      if (bytes[at] === LETTER_S && (at + 1 === bytes.length || bytes[at + 1] === LETTER_E)) break;
      at += 1;
    }
    this.position += at - from;
    return at;
  }

  /** Gives up the open try, as if its next byte broke it. */
  abandon(): void {
    this.#phase = IDLE;
  }

  /** Eats one byte; true when it completes a marker. */
  step(byte: number): boolean {
    const at = this.position;
    this.position = at + 1;
    if (byte === COLON && (this.#literal === START_READ || this.#literal === END_READ)) {
      this.action = this.#literal === START_READ ? 'start' : 'end';
      this.begin = at - literalLength(this.#literal);
      this.#literal = 0;
      this.#phase = FIRST_DIGIT;
      return false;
    }
    this.#literal = nextLiteral(this.#literal, byte);
    if (this.#phase === IDLE) return false;
    return this.#stepMarker(byte, at);
  }

  #stepMarker(byte: number, at: number): boolean {
    const phase = this.#phase;
    const next = nextPhase(phase, byte);
    this.#phase = next;
    if (next === NAME) {
      if (phase === FIRST_NAME) this.nameBegin = at;
      this.nameEnd = at + 1;
    } else if (next === ACCEPTED) {
      this.#phase = IDLE;
      return true;
    }
    return false;
  }
}

export type MarkerAction = 'start' | 'end';

type Phase = number;
const IDLE = 0;
const FIRST_DIGIT = 1;
const DIGITS = 2;
const FIRST_NAME = 3;
const NAME = 4;
const FIRST_KEY = 5;
const KEY = 6;
const FIRST_VALUE = 7;
const VALUE = 8;
const COMMA = 9;
const CLOSED = 10;
const CR_READ = 11;
const ESC_READ = 12;
const BRACKET_READ = 13;
const ZERO_READ = 14;
const ACCEPTED = 15;

const COLON = 0x3a;
const CR = 0x0d;
const ESC = 0x1b;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** What the byte makes of the part after `section_start:`; IDLE when it breaks it. */
function nextPhase(phase: Phase, byte: number): Phase {
  switch (phase) {
    case FIRST_DIGIT:
      return isDigit(byte) ? DIGITS : IDLE;
    case DIGITS:
      return isDigit(byte) ? DIGITS : byte === COLON ? FIRST_NAME : IDLE;
    case FIRST_NAME:
      return isNameByte(byte) ? NAME : IDLE;
    case NAME:
      return isNameByte(byte) ? NAME : byte === OPEN ? FIRST_KEY : byte === CR ? CR_READ : IDLE;
    case FIRST_KEY:
      return isWordByte(byte) ? KEY : IDLE;
    case KEY:
      return isWordByte(byte) ? KEY : byte === 0x3d ? FIRST_VALUE : IDLE;
    case FIRST_VALUE:
      return isWordByte(byte) ? VALUE : IDLE;
    case VALUE:
      return isWordByte(byte) ? VALUE : byte === 0x2c ? COMMA : byte === CLOSE ? CLOSED : IDLE;
    case COMMA:
      return byte === 0x20 ? FIRST_KEY : isWordByte(byte) ? KEY : IDLE;
    case CLOSED:
      return byte === CR ? CR_READ : IDLE;
    case CR_READ:
      return byte === ESC ? ESC_READ : IDLE;
    case ESC_READ:
      return byte === OPEN ? BRACKET_READ : IDLE;
    case BRACKET_READ:
      return byte === 0x30 ? ZERO_READ : IDLE;
    default:
      return byte === 0x4b ? ACCEPTED : IDLE;
  }
}

/** States of the literal part: 0–8 bytes of `section_`, then 9–13 for `start` (START_READ) or 14–16 for `end`. */
const UNDERSCORE_READ = 8;
const START_READ = 13;
const END_READ = 16;
const LITERAL = Array.from('section_start', (letter) => letter.charCodeAt(0));
const LETTER_S = 0x73;
const LETTER_E = 0x65;
const LETTER_N = 0x6e;
const LETTER_D = 0x64;

function literalLength(state: number): number {
  return state > START_READ ? state - START_READ + UNDERSCORE_READ : state;
}

function nextLiteral(state: number, byte: number): number {
  if (state === 0) return byte === LETTER_S ? 1 : 0;
  if (state === UNDERSCORE_READ && byte === LETTER_E) return 14;
  if (state === 14 && byte === LETTER_N) return 15;
  if (state === 15 && byte === LETTER_D) return END_READ;
  if (state < START_READ && byte === LITERAL[state]) return state + 1;
  // `section_section_start`: the `s` after the first underscore may begin a `section_` of its own.
  if (state === UNDERSCORE_READ + 1 && byte === LETTER_E) return 2;
  return byte === LETTER_S ? 1 : 0;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isWordByte(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f;
}

function isNameByte(byte: number): boolean {
  return isWordByte(byte) || byte === 0x2e || byte === 0x2d;
}
