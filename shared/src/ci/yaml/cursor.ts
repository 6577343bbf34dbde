/** A place in the text in libyaml's counting: lines and columns from 0, columns and index in code points. */
export interface Mark {
  /** UTF-16 offset into the text. */
  readonly offset: number;
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/** What `code()` gives past the end; libyaml's NUL. */
export const END = -1;

const LF = 0x0a;
const CR = 0x0d;

/** libyaml breaks lines at YAML 1.1's breaks, NEL, LS and PS included. */
export const isBreak = (code: number): boolean =>
  code === LF || code === CR || code === 0x85 || code === 0x2028 || code === 0x2029;
export const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;
export const isBreakOrEnd = (code: number): boolean => code === END || isBreak(code);
export const isBlankOrEnd = (code: number): boolean => isBlank(code) || isBreakOrEnd(code);
export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
/** libyaml's IS_ALPHA: what anchors, tag handles and directive names are made of. */
export const isWord = (code: number): boolean =>
  isDigit(code) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x61 && code <= 0x7a) ||
  code === 0x5f ||
  code === 0x2d;

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;

/** Walks the text and keeps libyaml's mark. */
export class Cursor {
  readonly text: string;
  offset = 0;
  index = 0;
  line = 0;
  column = 0;

  constructor(text: string) {
    this.text = text;
  }

  code(ahead = 0): number {
    const at = this.offset + ahead;
    return at < this.text.length ? this.text.charCodeAt(at) : END;
  }

  mark(): Mark {
    return { offset: this.offset, index: this.index, line: this.line, column: this.column };
  }

  /** Passes one character that is no line break. */
  skip(): void {
    this.offset += isHighSurrogate(this.code()) && this.offset + 1 < this.text.length ? 2 : 1;
    this.index += 1;
    this.column += 1;
  }

  skipMany(count: number): void {
    for (let left = count; left > 0; left -= 1) this.skip();
  }

  skipSpaces(): void {
    let width = 0;
    while (this.code(width) === 0x20) width += 1;
    this.offset += width;
    this.index += width;
    this.column += width;
  }

  skipBlanks(): void {
    while (isBlank(this.code())) this.skip();
  }

  skipToBreak(): void {
    const { text } = this;
    let at = this.offset;
    while (at < text.length && !isBreak(text.charCodeAt(at))) at += 1;
    this.advanceTo(at);
  }

  /** Passes everything up to an offset on the same line; surrogate pairs count as one character. */
  advanceTo(offset: number): void {
    let characters = offset - this.offset;
    for (let at = this.offset; at < offset; at += 1) {
      if (isLowSurrogate(this.text.charCodeAt(at))) characters -= 1;
    }
    this.offset = offset;
    this.index += characters;
    this.column += characters;
  }

  /** Passes one line break (CR LF is one) and gives it as libyaml stores it; nothing at the end. */
  readBreak(): string {
    const code = this.code();
    if (code === END) return '';
    const width = code === CR && this.code(1) === LF ? 2 : 1;
    this.offset += width;
    this.index += width;
    this.line += 1;
    this.column = 0;
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  /** `---` or `...` at the start of a line, followed by white space or the end. */
  atDocumentIndicator(): boolean {
    if (this.column !== 0) return false;
    const code = this.code();
    return (
      (code === 0x2d || code === 0x2e) &&
      this.code(1) === code &&
      this.code(2) === code &&
      isBlankOrEnd(this.code(3))
    );
  }
}
