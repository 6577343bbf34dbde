import { charWidth } from './width.js';

/**
 * One row of the terminal: code points by cell. A cell that nothing was written to is 0 and reads as a space, or as
 * nothing at the end of the row; the right half of a wide character is WIDE_TAIL.
 */
export interface Row {
  readonly cells: Uint32Array;
  /** Cells from here on are unwritten, whatever `cells` holds there. */
  length: number;
  /** The row continues the one above: it is joined without a line break. */
  wrapped: boolean;
  /** Combining characters by the cell they stand on. */
  marks: Map<number, string> | undefined;
}

const WIDE_TAIL = 0xffffffff;
/** More combining characters than this on one cell are dropped ("zalgo" text must not grow memory). */
const MARKS_PER_CELL = 16;

export function createRow(limit: number): Row {
  return { cells: new Uint32Array(limit), length: 0, wrapped: false, marks: undefined };
}

export function clearRow(row: Row): void {
  row.length = 0;
  row.wrapped = false;
  row.marks = undefined;
}

/** Printable ASCII bytes `from` to `to` of `bytes` at cell `x`; the caller has seen to it that they fit. */
export function putAscii(row: Row, x: number, bytes: Uint8Array, from: number, to: number): void {
  const end = x + to - from;
  openCells(row, x, end);
  if (to - from === 1) row.cells[x] = bytes[from] ?? 0;
  else row.cells.set(bytes.subarray(from, to), x);
}

export function putCodePoint(row: Row, x: number, codePoint: number, width: 1 | 2): void {
  openCells(row, x, x + width);
  row.cells[x] = codePoint;
  if (width === 2) row.cells[x + 1] = WIDE_TAIL;
}

/** Adds a combining character to the character left of `x`. */
export function putMark(row: Row, x: number, codePoint: number): void {
  const at = row.cells[x - 1] === WIDE_TAIL ? x - 2 : x - 1;
  if (at < 0 || at >= row.length || row.cells[at] === 0) return;
  row.marks ??= new Map();
  const old = row.marks.get(at) ?? '';
  if (old.length < MARKS_PER_CELL) row.marks.set(at, old + String.fromCodePoint(codePoint));
}

/** The character in front of `x`, for CSI b (repeat). */
export function codePointBefore(row: Row, x: number): number {
  const cell = row.cells[x - 1] ?? 0;
  return cell === WIDE_TAIL ? (row.cells[x - 2] ?? 0) : cell;
}

export function eraseCells(row: Row, from: number, to: number): void {
  if (from >= row.length) return;
  const end = Math.min(to, row.length);
  openCells(row, from, end);
  if (end === row.length) row.length = from;
  else row.cells.fill(0, from, end);
}

/** CSI @: moves what stands at `x` and right of it by `count` cells; what passes the limit is lost. */
export function insertCells(row: Row, x: number, count: number): void {
  if (x >= row.length) return;
  splitWide(row, x);
  const limit = row.cells.length;
  const shift = Math.min(count, limit - x);
  row.cells.copyWithin(x + shift, x, row.length);
  row.cells.fill(0, x, x + shift);
  row.length = Math.min(row.length + shift, limit);
  // A wide character whose right half was pushed over the limit leaves an unwritten cell.
  const last = row.cells[limit - 1] ?? 0;
  if (row.length === limit && last !== WIDE_TAIL && charWidth(last) === 2) row.cells[limit - 1] = 0;
  forgetMarks(row, x);
}

/** CSI P: removes `count` cells at `x`. */
export function deleteCells(row: Row, x: number, count: number): void {
  if (x >= row.length) return;
  const shift = Math.min(count, row.length - x);
  splitWide(row, x);
  splitWide(row, x + shift);
  row.cells.copyWithin(x, x + shift, row.length);
  row.length -= shift;
  forgetMarks(row, x);
}

/**
 * The row as UTF-8, without unwritten cells at its end: a view of `scratch` (as long as the row) when it is ASCII.
 */
export function rowBytes(row: Row, scratch: Uint8Array): Uint8Array {
  const { cells, marks } = row;
  let end = row.length;
  while (end > 0 && cells[end - 1] === 0) end--;
  for (let i = 0; i < end; i++) {
    const cell = cells[i] ?? 0;
    if (cell >= 0x80) return encodeCells(cells, end, marks);
    scratch[i] = cell === 0 ? 0x20 : cell;
  }
  return marks === undefined ? scratch.subarray(0, end) : encodeCells(cells, end, marks);
}

function encodeCells(cells: Uint32Array, end: number, marks: Row['marks']): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < end; i++) {
    const cell = cells[i] ?? 0;
    if (cell === WIDE_TAIL) continue;
    pushUtf8(bytes, cell === 0 ? 0x20 : cell);
    for (const mark of marks?.get(i) ?? '') pushUtf8(bytes, mark.codePointAt(0) ?? 0);
  }
  return Uint8Array.from(bytes);
}

function pushUtf8(bytes: number[], cp: number): void {
  if (cp < 0x80) bytes.push(cp);
  else if (cp < 0x800) bytes.push(0xc0 | (cp >> 6), 0x80 | (cp & 0x3f));
  else if (cp < 0x10000) bytes.push(0xe0 | (cp >> 12), 0x80 | ((cp >> 6) & 0x3f), 0x80 | (cp & 0x3f));
  else
    bytes.push(0xf0 | (cp >> 18), 0x80 | ((cp >> 12) & 0x3f), 0x80 | ((cp >> 6) & 0x3f), 0x80 | (cp & 0x3f));
}

/** Makes [from, to) writable: fills the gap before it, blanks wide characters that it cuts, forgets marks in it. */
function openCells(row: Row, from: number, to: number): void {
  if (from > row.length) row.cells.fill(0, row.length, from);
  else {
    splitWide(row, from);
    splitWide(row, to);
  }
  if (row.marks !== undefined) for (let at = from; at < to; at++) row.marks.delete(at);
  if (to > row.length) row.length = to;
}

/** A wide character that lies across the left edge of cell `at` becomes two unwritten cells. */
function splitWide(row: Row, at: number): void {
  if (at >= row.length || row.cells[at] !== WIDE_TAIL) return;
  row.cells[at] = 0;
  row.cells[at - 1] = 0;
  row.marks?.delete(at - 1);
}

/** Insertion and deletion forget the combining characters of what they move: the work stays bounded by the cells. */
function forgetMarks(row: Row, from: number): void {
  if (row.marks === undefined) return;
  for (const at of row.marks.keys()) if (at >= from) row.marks.delete(at);
}
