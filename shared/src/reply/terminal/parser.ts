/** What a parser of terminal output tells: printable text, control characters, escape and control sequences. */
export interface TerminalEvents {
  /** Printable ASCII, bytes `from` to `to` of `chunk`. */
  ascii(chunk: Uint8Array, from: number, to: number): void;
  /** Any other printable character; U+FFFD for bytes that are no UTF-8. */
  print(codePoint: number): void;
  /** A C0 control character. */
  control(code: number): void;
  /** ESC, intermediate bytes, final byte. */
  escape(intermediates: string, final: number): void;
  /** CSI; `prefix` is the private marker (`?`, `>`, …) and the intermediates, mostly ''. */
  csi(prefix: string, params: readonly number[], final: number): void;
}

type State = 'ground' | 'escape' | 'csi' | 'csi-ignore' | 'string' | 'osc';

const ESC = 0x1b;
const PARAM_LIMIT = 16;
const PARAM_MAX = 0xffff;
const INTERMEDIATE_LIMIT = 4;

/**
 * Splits terminal output as a VT500 parser does (Paul Williams' state machine). Keeps a few numbers between chunks,
 * never text: a device control string of any size costs nothing.
 *
 * OSC strings end at BEL, ST or, unlike on a terminal, at a line feed: an unterminated title must not swallow the log.
 */
export class TerminalParser {
  private state: State = 'ground';
  private params: number[] = [];
  private prefix = '';
  private inSubParams = false;
  private codePoint = 0;
  private missing = 0;
  private low = 0x80;
  private high = 0xbf;
  private readonly events: TerminalEvents;

  constructor(events: TerminalEvents) {
    this.events = events;
  }

  write(chunk: Uint8Array): void {
    let i = 0;
    while (i < chunk.length) {
      if (this.state === 'ground' && this.missing === 0) {
        const start = i;
        while (i < chunk.length && isPrintableAscii(chunk[i] ?? 0)) i++;
        if (i > start) this.events.ascii(chunk, start, i);
        if (i >= chunk.length) return;
      }
      this.byte(chunk[i] ?? 0);
      i++;
    }
  }

  /** The output ends: an unfinished character is shown as U+FFFD, an unfinished sequence is dropped. */
  end(): void {
    this.breakCharacter();
    this.state = 'ground';
  }

  private byte(byte: number): void {
    if (this.missing > 0) {
      if (byte >= this.low && byte <= this.high) {
        this.continueCharacter(byte);
        return;
      }
      this.breakCharacter();
    }
    if (byte === ESC) this.startEscape();
    else if (byte === 0x18 || byte === 0x1a) this.state = 'ground';
    else if (this.state === 'ground') this.ground(byte);
    else if (this.state === 'escape') this.inEscape(byte);
    else if (this.state === 'csi' || this.state === 'csi-ignore') this.inCsi(byte);
    else this.inString(byte);
  }

  private ground(byte: number): void {
    if (byte < 0x20) this.events.control(byte);
    else if (byte < 0x7f) this.events.print(byte);
    else if (byte > 0x7f) this.startCharacter(byte);
  }

  // UTF-8, with U+FFFD for each maximal invalid part (WHATWG Encoding, as in browsers)

  private startCharacter(byte: number): void {
    this.low = 0x80;
    this.high = 0xbf;
    if (byte >= 0xc2 && byte <= 0xdf) {
      this.missing = 1;
      this.codePoint = byte & 0x1f;
    } else if (byte >= 0xe0 && byte <= 0xef) {
      this.missing = 2;
      this.codePoint = byte & 0x0f;
      if (byte === 0xe0) this.low = 0xa0;
      if (byte === 0xed) this.high = 0x9f;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      this.missing = 3;
      this.codePoint = byte & 0x07;
      if (byte === 0xf0) this.low = 0x90;
      if (byte === 0xf4) this.high = 0x8f;
    } else this.events.print(0xfffd);
  }

  private continueCharacter(byte: number): void {
    this.codePoint = (this.codePoint << 6) | (byte & 0x3f);
    this.low = 0x80;
    this.high = 0xbf;
    this.missing--;
    if (this.missing > 0) return;
    // C1 control characters are the two-byte form of ESC and a letter.
    if (this.codePoint < 0xa0) {
      this.startEscape();
      this.inEscape(this.codePoint - 0x40);
    } else this.events.print(this.codePoint);
  }

  private breakCharacter(): void {
    if (this.missing === 0) return;
    this.missing = 0;
    this.events.print(0xfffd);
  }

  // Sequences

  private startEscape(): void {
    this.state = 'escape';
    this.prefix = '';
  }

  private inEscape(byte: number): void {
    if (byte < 0x20) this.events.control(byte);
    else if (byte < 0x30) this.intermediate(byte);
    else if (byte !== 0x7f) {
      this.state = 'ground';
      if (byte > 0x7f) this.ground(byte);
      else this.finishEscape(byte);
    }
  }

  private finishEscape(byte: number): void {
    if (this.prefix !== '') this.events.escape(this.prefix, byte);
    else if (byte === 0x5b) this.startCsi();
    else if (byte === 0x5d) this.state = 'osc';
    else if (byte === 0x50 || byte === 0x58 || byte === 0x5e || byte === 0x5f) this.state = 'string';
    else this.events.escape('', byte);
  }

  private startCsi(): void {
    this.state = 'csi';
    this.params = [0];
    this.inSubParams = false;
  }

  private inCsi(byte: number): void {
    if (byte < 0x20) this.events.control(byte);
    else if (byte < 0x30 || (byte > 0x3b && byte < 0x40)) this.intermediate(byte);
    else if (byte < 0x3a) this.digit(byte - 0x30);
    else if (byte === 0x3a) this.inSubParams = true;
    else if (byte === 0x3b) this.nextParam();
    else if (byte !== 0x7f) {
      const complete = this.state === 'csi';
      this.state = 'ground';
      if (byte > 0x7f) this.ground(byte);
      else if (complete) this.events.csi(this.prefix, this.params, byte);
    }
  }

  private intermediate(byte: number): void {
    if (this.prefix.length < INTERMEDIATE_LIMIT) this.prefix += String.fromCharCode(byte);
    else if (this.state === 'csi') this.state = 'csi-ignore';
  }

  private digit(digit: number): void {
    if (this.inSubParams) return;
    const last = this.params.length - 1;
    this.params[last] = Math.min((this.params[last] ?? 0) * 10 + digit, PARAM_MAX);
  }

  private nextParam(): void {
    this.inSubParams = this.params.length >= PARAM_LIMIT;
    if (!this.inSubParams) this.params.push(0);
  }

  private inString(byte: number): void {
    if (this.state === 'osc' && (byte === 0x07 || byte === 0x0a)) {
      this.state = 'ground';
      if (byte === 0x0a) this.events.control(byte);
    }
  }
}

function isPrintableAscii(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}
