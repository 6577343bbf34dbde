import { TerminalParser } from './parser.js';
import { codePointBefore, putAscii, putCodePoint, putMark, type Row, rowBytes } from './row.js';
import { Screen, type ScreenSize } from './screen.js';
import { charWidth } from './width.js';

/** Takes lines of plain text (UTF-8, without line break) as soon as no output can change them any more. */
export interface LineSink {
  /**
   * `text` is valid only during the call. `continued`: it goes on in the line before, which was longer than a row.
   */
  line(text: Uint8Array, continued: boolean): void;
  /** The program wiped everything above the screen (CSI 3 J, ESC c). */
  clear(): void;
}

export interface TerminalOptions {
  /** Size of the pseudo-terminal the bytes were written to. */
  readonly rows?: number;
  readonly columns?: number;
  /** Cells of a row; longer lines are kept in several rows and joined again. At least `columns`. */
  readonly rowLimit?: number;
}

/** An 80×24 terminal, where the driver did not say otherwise. */
const DEFAULT_SIZE: ScreenSize = { rows: 24, columns: 80, limit: 1024 };

/** DEC special graphics (ESC ( 0), what `dialog` and `tree` draw boxes with: the characters for 0x60 to 0x7e. */
const DEC_GRAPHICS = '◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·';

/**
 * What a person sees of terminal output, as plain lines: overprinting, erasing, cursor movement, scroll regions and
 * the alternate screen are carried out; colours, titles and device strings are dropped. Streaming: memory is one
 * screen (rows × rowLimit cells), time is linear in the bytes whatever the parameters say.
 */
export class TerminalRenderer {
  private readonly parser: TerminalParser;
  private readonly sink: LineSink;
  private readonly size: ScreenSize;
  private readonly scratch: Uint8Array;
  private readonly main: Screen;
  private alternate: Screen | undefined;
  private screen: Screen;
  private wraps = true;
  /** Line drawing designated as G0 and G1, and whether it is in use. */
  private designated: [boolean, boolean] = [false, false];
  private shift: 0 | 1 = 0;
  private graphics = false;
  private repeatable = false;

  constructor(sink: LineSink, options: TerminalOptions = {}) {
    const columns = Math.max(2, options.columns ?? DEFAULT_SIZE.columns);
    const limit = Math.max(columns, options.rowLimit ?? DEFAULT_SIZE.limit);
    this.size = { rows: Math.max(2, options.rows ?? DEFAULT_SIZE.rows), columns, limit };
    this.sink = sink;
    this.scratch = new Uint8Array(limit);
    this.main = new Screen(this.size, { push: (row) => this.give(row), clear: () => sink.clear() });
    this.screen = this.main;
    this.parser = new TerminalParser({
      ascii: (chunk, from, to) => this.printAscii(chunk, from, to),
      print: (codePoint) => this.print(codePoint),
      control: (code) => this.control(code),
      escape: (intermediates, final) => this.escape(intermediates, final),
      csi: (prefix, params, final) => this.csi(prefix, params, final),
    });
  }

  write(chunk: Uint8Array): void {
    this.parser.write(chunk);
  }

  /** The output has ended: gives what is still on the screen (and on an alternate screen that was left open). */
  end(): void {
    this.parser.end();
    this.main.drain((row) => this.give(row));
    if (this.screen !== this.main) this.screen.drain((row) => this.give(row));
  }

  private give(row: Row): void {
    this.sink.line(rowBytes(row, this.scratch), row.wrapped);
  }

  private printAscii(chunk: Uint8Array, from: number, to: number): void {
    if (this.graphics) {
      for (let i = from; i < to; i++) this.print(chunk[i] ?? 0);
      return;
    }
    let start = from;
    while (start < to) {
      if (this.screen.x >= this.size.limit) this.passMargin();
      const { screen } = this;
      const count = Math.min(to - start, this.size.limit - screen.x);
      putAscii(screen.row, screen.x, chunk, start, start + count);
      screen.x += count;
      start += count;
    }
    this.repeatable = true;
  }

  private print(codePoint: number): void {
    const shown = this.graphics ? decGraphics(codePoint) : codePoint;
    const width = charWidth(shown);
    if (width === 0) {
      putMark(this.screen.row, this.screen.x, shown);
      return;
    }
    if (this.screen.x + width > this.size.limit) this.passMargin();
    putCodePoint(this.screen.row, this.screen.x, shown, width);
    this.screen.x += width;
    this.repeatable = true;
  }

  private passMargin(): void {
    if (this.wraps) this.screen.wrap();
    else this.screen.x = this.size.limit - 2;
  }

  private control(code: number): void {
    this.repeatable = false;
    const { screen } = this;
    if (code === 0x08) screen.backspace();
    else if (code === 0x09) screen.tab(1);
    else if (code === 0x0a || code === 0x0b || code === 0x0c) screen.lineFeed();
    else if (code === 0x0d) screen.x = 0;
    else if (code === 0x0e) this.useCharset(1);
    else if (code === 0x0f) this.useCharset(0);
  }

  private escape(intermediates: string, final: number): void {
    this.repeatable = false;
    const name = intermediates + String.fromCharCode(final);
    const { screen } = this;
    if (name === '7') this.saveCursor();
    else if (name === '8') this.restoreCursor();
    else if (name === 'D') screen.index();
    else if (name === 'M') screen.reverseIndex();
    else if (name === 'E') {
      screen.x = 0;
      screen.index();
    } else if (name === 'c') this.reset();
    else if (intermediates === '(') this.designate(0, name === '(0');
    else if (intermediates === ')') this.designate(1, name === ')0');
  }

  private designate(charset: 0 | 1, graphics: boolean): void {
    this.designated[charset] = graphics;
    if (charset === this.shift) this.graphics = graphics;
  }

  private useCharset(shift: 0 | 1): void {
    this.shift = shift;
    this.graphics = this.designated[shift];
  }

  private saveCursor(): void {
    this.screen.save(this.graphics);
  }

  private restoreCursor(): void {
    this.graphics = this.screen.restore();
  }

  /** ESC c */
  private reset(): void {
    this.screen = this.main;
    this.main.reset();
    this.sink.clear();
    this.designated = [false, false];
    this.useCharset(0);
    this.wraps = true;
  }

  private csi(prefix: string, params: readonly number[], final: number): void {
    const name = prefix + String.fromCharCode(final);
    const first = params[0] ?? 0;
    const repeat = this.repeatable;
    this.repeatable = false;
    if (name === '?h' || name === '?l') for (const mode of params) this.setMode(mode, name === '?h');
    else if (name === 'b') this.repeatLast(repeat ? first || 1 : 0);
    else if (name === 's') this.saveCursor();
    else if (name === 'u') this.restoreCursor();
    else if (name === 'J' || name === '?J') this.screen.eraseInDisplay(first);
    else if (name === 'K' || name === '?K') this.screen.eraseInLine(first);
    else CSI[name]?.(this.screen, first || 1, params[1] ?? 0, first);
  }

  /** CSI b, at most one window's width of copies. */
  private repeatLast(count: number): void {
    const { screen } = this;
    const codePoint = codePointBefore(screen.row, screen.x);
    if (codePoint === 0) return;
    for (let i = Math.min(count, this.size.columns); i > 0; i--) this.print(codePoint);
    this.repeatable = false;
  }

  private setMode(mode: number, on: boolean): void {
    if (mode === 7) this.wraps = on;
    else if (mode === 1048) on ? this.saveCursor() : this.restoreCursor();
    else if (mode === 47 || mode === 1047 || mode === 1049) this.switchScreen(on, mode === 1049);
  }

  /** What is drawn on the alternate screen (editors, pagers, `top`) is gone when the program leaves it. */
  private switchScreen(toAlternate: boolean, keepCursor: boolean): void {
    const from = this.screen;
    if (toAlternate && keepCursor) this.saveCursor();
    if (toAlternate !== (from === this.main)) {
      if (!toAlternate && keepCursor) this.restoreCursor();
      return;
    }
    if (toAlternate) {
      this.alternate ??= new Screen(this.size);
      this.alternate.reset();
      this.screen = this.alternate;
    } else this.screen = this.main;
    this.screen.x = from.x;
    this.screen.y = from.y;
    if (!toAlternate && keepCursor) this.restoreCursor();
  }
}

/** Control sequences that move, erase or shift. `n`: first parameter, 1 when absent or 0; `raw`: as it stands. */
const CSI: Readonly<
  Record<string, ((screen: Screen, n: number, second: number, raw: number) => void) | undefined>
> = {
  '@': (screen, n) => screen.insertChars(n),
  A: (screen, n) => screen.moveRows(-n),
  B: (screen, n) => screen.moveRows(n),
  C: (screen, n) => screen.moveBy(n),
  D: (screen, n) => screen.moveBy(-n),
  E: (screen, n) => {
    screen.moveRows(n);
    screen.x = 0;
  },
  F: (screen, n) => {
    screen.moveRows(-n);
    screen.x = 0;
  },
  G: (screen, n) => screen.moveTo(n - 1, screen.y),
  H: (screen, n, second) => screen.moveTo((second || 1) - 1, n - 1),
  I: (screen, n) => screen.tab(n),
  L: (screen, n) => screen.insertLines(n),
  M: (screen, n) => screen.insertLines(-n),
  P: (screen, n) => screen.deleteChars(n),
  S: (screen, n) => screen.scrollRegion(-n),
  T: (screen, n) => screen.scrollRegion(n),
  X: (screen, n) => screen.eraseChars(n),
  Z: (screen, n) => screen.tabBack(n),
  '`': (screen, n) => screen.moveTo(n - 1, screen.y),
  a: (screen, n) => screen.moveBy(n),
  d: (screen, n) => screen.moveTo(screen.x, n - 1),
  e: (screen, n) => screen.moveTo(screen.x, screen.y + n),
  f: (screen, n, second) => screen.moveTo((second || 1) - 1, n - 1),
  r: (screen, n, second) => screen.setRegion(n, second),
};

function decGraphics(codePoint: number): number {
  if (codePoint < 0x60 || codePoint > 0x7e) return codePoint;
  return DEC_GRAPHICS.codePointAt(codePoint - 0x60) ?? codePoint;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** All of a short output at once: the text, without blank lines at its end. */
export function renderTerminal(output: Uint8Array | string, options: TerminalOptions = {}): string {
  let lines: string[] = [];
  const renderer = new TerminalRenderer(
    {
      line: (bytes, continued) => {
        if (continued && lines.length > 0) lines.push((lines.pop() ?? '') + decoder.decode(bytes));
        else lines.push(decoder.decode(bytes));
      },
      clear: () => {
        lines = [];
      },
    },
    options,
  );
  renderer.write(typeof output === 'string' ? new TextEncoder().encode(output) : output);
  renderer.end();
  return lines.join('\n').replace(/\n+$/, '');
}
