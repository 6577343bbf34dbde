import type { SourceRange } from '../range.js';

/** YAML's line breaks. */
const BREAK = /[\n\r\u0085\u2028\u2029]/g;

/** One stretch of a file's text was replaced: what stands before stays, what stands behind shifts. */
export interface Shift {
  /** In the old text. */
  readonly from: number;
  readonly to: number;
  readonly offset: number;
  readonly lines: number;
  /** Only for what begins on the line on which the stretch ended. */
  readonly columns: number;
  readonly lineEnd: number;
}

/**
 * Where the places of one reading of some files are in the next one. It is exact for what the edit left alone; of
 * anything else it is a guess, so whoever relies on it compares (`leads`).
 */
export class Moves {
  readonly #shifts: ReadonlyMap<string, Shift>;

  /** By file; where there is none nothing moves. */
  constructor(shifts: ReadonlyMap<string, Shift>) {
    this.#shifts = shifts;
  }

  /** Texts by file, before and after. */
  static between(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Moves {
    const shifts = new Map<string, Shift>();
    for (const [file, text] of after) {
      const old = before.get(file);
      if (old !== undefined && old !== text) shifts.set(file, shiftBetween(old, text));
    }
    return new Moves(shifts);
  }

  place(at: SourceRange): SourceRange {
    const shift = this.#shifts.get(at.file);
    if (shift === undefined || at.end <= shift.from) return at;
    const { file, start, end, line, column } = at;
    const newEnd = end >= shift.to ? end + shift.offset : end;
    if (start < shift.to) return { file, start, end: newEnd, line, column };
    return {
      file,
      start: start + shift.offset,
      end: newEnd,
      line: line + shift.lines,
      column: start <= shift.lineEnd ? column + shift.columns : column,
    };
  }

  /** Whether the one place is where the other one went: `place` without its result. */
  leads(from: SourceRange, to: SourceRange): boolean {
    const shift = this.#shifts.get(from.file);
    if (shift === undefined || from.end <= shift.from) return isSamePlace(from, to);
    const { file, start, end, line, column } = from;
    if (to.file !== file || to.end !== (end >= shift.to ? end + shift.offset : end)) return false;
    if (start < shift.to) return to.start === start && to.line === line && to.column === column;
    return (
      to.start === start + shift.offset &&
      to.line === line + shift.lines &&
      to.column === (start <= shift.lineEnd ? column + shift.columns : column)
    );
  }
}

export const isSamePlace = (one: SourceRange, other: SourceRange): boolean =>
  one === other ||
  (one.start === other.start &&
    one.end === other.end &&
    one.line === other.line &&
    one.column === other.column &&
    one.file === other.file);

export const shiftBetween = (old: string, fresh: string): Shift => {
  const shorter = Math.min(old.length, fresh.length);
  let from = 0;
  while (from < shorter && old.charCodeAt(from) === fresh.charCodeAt(from)) from += 1;
  const offset = fresh.length - old.length;
  let to = old.length;
  while (to > from && to + offset > from && old.charCodeAt(to - 1) === fresh.charCodeAt(to + offset - 1)) {
    to -= 1;
  }
  // Neither a line break of two characters nor a surrogate pair is cut.
  if (isFirstHalf(old.charCodeAt(from - 1))) from -= 1;
  if (isSecondHalf(old.charCodeAt(to))) to += 1;
  BREAK.lastIndex = to;
  const lineEnd = BREAK.exec(old)?.index ?? old.length;
  return {
    from,
    to,
    offset,
    lines: breaksIn(fresh.slice(from, to + offset)) - breaksIn(old.slice(from, to)),
    columns: columnOf(fresh, to + offset) - columnOf(old, to),
    lineEnd,
  };
};

const breaksIn = (text: string): number => [...text.matchAll(/\r\n|[\n\r\u0085\u2028\u2029]/g)].length;

/** In code points, from 0. */
const columnOf = (text: string, offset: number): number => {
  let start = offset;
  while (start > 0 && !isBreak(text.charCodeAt(start - 1))) start -= 1;
  return [...text.slice(start, offset)].length;
};

const isFirstHalf = (code: number): boolean => code === 0x0d || (code >= 0xd800 && code <= 0xdbff);
const isSecondHalf = (code: number): boolean => code === 0x0a || (code >= 0xdc00 && code <= 0xdfff);

const isBreak = (code: number): boolean =>
  code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;
