import { clearRow, createRow, deleteCells, eraseCells, insertCells, type Row } from './row.js';

/** Takes the rows that leave the screen at the top, and hears when a program wipes what lies above the screen. */
export interface Scrollback {
  push(row: Row): void;
  clear(): void;
}

export interface ScreenSize {
  readonly rows: number;
  /** Cursor moves stop here, as on the pseudo-terminal; printed text goes on to the right. */
  readonly columns: number;
  /** Text wraps here; wrapped rows are joined again when read. */
  readonly limit: number;
}

/**
 * The addressable part of a terminal: rows, cursor, scroll region. What each operation does follows xterm
 * (xterm.js src/common/InputHandler.ts is the reference that the tests compare with), except that lines are longer
 * than the window is wide: a log line is never broken for the reply.
 */
export class Screen {
  x = 0;
  y = 0;
  private top = 0;
  private bottom: number;
  /** A ring: the screen's first row is at `first`, so that scrolling all of it moves nothing. */
  private rows: Row[];
  private first = 0;
  private scrolled = 0;
  private saved = { x: 0, line: 0, graphics: false };
  private readonly size: ScreenSize;
  private readonly scrollback: Scrollback | undefined;

  constructor(size: ScreenSize, scrollback?: Scrollback) {
    this.size = size;
    this.scrollback = scrollback;
    this.bottom = size.rows - 1;
    this.rows = Array.from({ length: size.rows }, () => createRow(size.limit));
  }

  get row(): Row {
    return this.rowAt(this.y);
  }

  private rowAt(y: number): Row {
    const at = this.first + y;
    const row = this.rows[at < this.size.rows ? at : at - this.size.rows];
    if (row === undefined) throw new RangeError(`no row ${y} on a screen of ${this.size.rows}`);
    return row;
  }

  /** Hands over all rows, in order, to whoever reads the end state. */
  drain(take: (row: Row) => void): void {
    for (const row of this.inOrder()) take(row);
  }

  reset(): void {
    for (const row of this.rows) clearRow(row);
    this.x = 0;
    this.y = 0;
    this.setRegion(1, this.size.rows);
    this.saved = { x: 0, line: this.scrolled, graphics: false };
  }

  // Cursor

  /** `graphics`: the character set in use, which is saved with the cursor. */
  save(graphics: boolean): void {
    this.saved = { x: this.x, line: this.scrolled + this.y, graphics };
  }

  /** The character set that was saved. */
  restore(): boolean {
    this.x = this.saved.x;
    this.y = clamp(this.saved.line - this.scrolled, 0, this.size.rows - 1);
    this.leaveMargin();
    return this.saved.graphics;
  }

  moveTo(x: number, y: number): void {
    this.y = clamp(y, 0, this.size.rows - 1);
    const end = Math.max(this.size.columns, this.row.length, Math.min(x, this.x) + 1);
    this.x = clamp(x, 0, Math.min(end, this.size.limit) - 1);
  }

  moveBy(columns: number): void {
    this.leaveMargin();
    this.moveTo(this.x + columns, this.y);
  }

  /** Up (negative) or down, stopping at the edge of the scroll region when the cursor is inside it. */
  moveRows(count: number): void {
    this.leaveMargin();
    const edge = count < 0 ? this.top : this.bottom;
    const room = Math.abs(edge - this.y);
    const inside = count < 0 ? this.y >= this.top : this.y <= this.bottom;
    const steps = inside ? Math.min(room, Math.abs(count)) : Math.abs(count);
    this.moveTo(this.x, this.y + Math.sign(count) * steps);
  }

  backspace(): void {
    this.leaveMargin();
    if (this.x > 0) this.x--;
  }

  /** To the next stop of eight, `count` times; stops are fixed (ESC H and CSI g are not obeyed). */
  tab(count: number): void {
    if (this.x >= this.size.limit) return;
    const stop = (Math.floor(this.x / 8) + count) * 8;
    this.x = Math.min(stop, this.size.limit - 1);
  }

  tabBack(count: number): void {
    if (this.x >= this.size.limit) return;
    this.x = Math.max(0, (Math.ceil(this.x / 8) - count) * 8);
  }

  // Lines

  /** LF, VT, FF: to the start of the next line, as output without a terminal's ONLCR needs it. */
  lineFeed(): void {
    this.x = 0;
    if (this.y === this.bottom) this.scroll(false);
    else if (this.y < this.size.rows - 1) {
      this.y++;
      this.row.wrapped = false;
    }
  }

  /** ESC D: down, same column. */
  index(): void {
    this.leaveMargin();
    if (this.y === this.bottom) this.scroll(false);
    else if (this.y < this.size.rows - 1) this.y++;
  }

  /** ESC M: up, same column. */
  reverseIndex(): void {
    this.leaveMargin();
    if (this.y === this.top) this.shiftRows(this.top, 1);
    else if (this.y > 0) this.y--;
  }

  /** The text goes on in a new row; a wide character leaves the last cell of this one unwritten. */
  wrap(): void {
    eraseCells(this.row, this.x, this.size.limit);
    this.x = 0;
    if (this.y === this.bottom) this.scroll(true);
    else if (this.y < this.size.rows - 1) this.y++;
    this.row.wrapped = true;
  }

  setRegion(top: number, bottom: number): void {
    const last = bottom === 0 || bottom > this.size.rows ? this.size.rows : bottom;
    if (last <= top) return;
    this.top = top - 1;
    this.bottom = last - 1;
    this.moveTo(0, 0);
  }

  /** CSI L (count > 0) and CSI M (count < 0), from the cursor's row down. */
  insertLines(count: number): void {
    this.leaveMargin();
    if (this.y < this.top || this.y > this.bottom) return;
    this.shiftRows(this.y, count);
    this.x = 0;
  }

  /** CSI T (count > 0) and CSI S (count < 0): the whole region; what leaves it is lost. */
  scrollRegion(count: number): void {
    this.shiftRows(this.top, count);
  }

  // Cells

  eraseInLine(mode: number): void {
    if (mode === 0) {
      eraseCells(this.row, this.x, this.size.limit);
      if (this.x === 0) this.row.wrapped = false;
    } else if (mode === 1) eraseCells(this.row, 0, this.x + 1);
    else if (mode === 2) clearRow(this.row);
  }

  eraseInDisplay(mode: number): void {
    if (mode === 0) {
      this.eraseInLine(0);
      for (let y = this.y + 1; y < this.size.rows; y++) clearRow(this.rowAt(y));
    } else if (mode === 1) {
      this.eraseInLine(1);
      this.row.wrapped = false;
      for (let y = 0; y < this.y; y++) clearRow(this.rowAt(y));
    } else if (mode === 2) for (const row of this.rows) clearRow(row);
    else if (mode === 3) this.scrollback?.clear();
  }

  eraseChars(count: number): void {
    this.leaveMargin();
    eraseCells(this.row, this.x, this.x + count);
  }

  insertChars(count: number): void {
    this.leaveMargin();
    insertCells(this.row, this.x, count);
  }

  deleteChars(count: number): void {
    this.leaveMargin();
    deleteCells(this.row, this.x, count);
  }

  /** Behind the last cell the cursor stands in the margin until something is printed; moves start from the cell. */
  private leaveMargin(): void {
    if (this.x >= this.size.limit) this.x = this.size.limit - 1;
  }

  private scroll(wrapped: boolean): void {
    const gone = this.rowAt(this.top);
    if (this.top === 0) {
      this.scrollback?.push(gone);
      this.scrolled++;
    }
    if (this.top === 0 && this.bottom === this.size.rows - 1) {
      clearRow(gone);
      this.first = this.first + 1 < this.size.rows ? this.first + 1 : 0;
    } else this.shiftRows(this.top, -1);
    gone.wrapped = wrapped;
  }

  /** Moves rows `from` to the bottom of the region down (count > 0) or up, clearing what comes free. */
  private shiftRows(from: number, count: number): void {
    const rows = this.inOrder();
    const height = this.bottom - from + 1;
    const steps = Math.min(Math.abs(count), height);
    const freed = rows.splice(count > 0 ? this.bottom + 1 - steps : from, steps);
    for (const row of freed) clearRow(row);
    rows.splice(count > 0 ? from : this.bottom + 1 - steps, 0, ...freed);
  }

  /** The rows from the top of the screen down; the ring begins anew there. */
  private inOrder(): Row[] {
    if (this.first > 0) this.rows = [...this.rows.slice(this.first), ...this.rows.slice(0, this.first)];
    this.first = 0;
    return this.rows;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
