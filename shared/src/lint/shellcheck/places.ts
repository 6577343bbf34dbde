import type { JobScript, ScriptUnit } from '../shell/script.js';
import type { ShellcheckComment } from './comment.js';
import { HEADER_LINES } from './request.js';

type Place = Pick<ShellcheckComment, 'line' | 'column' | 'endLine' | 'endColumn'>;

/** A stretch of one unit's text, in UTF-16 offsets. */
export interface UnitStretch {
  readonly unit: ScriptUnit;
  readonly start: number;
  readonly end: number;
}

/** Finds shellcheck's places in a job's script; undefined for what stands in the header. */
export function placesIn({ text, units }: JobScript): (place: Place) => UnitStretch | undefined {
  const lines = text.split('\n');
  const starts: number[] = [];
  let length = 0;
  for (const line of lines) {
    starts.push(length);
    length += line.length + 1;
  }
  const offset = (line: number, column: number): number | undefined => {
    const index = line - 1 - HEADER_LINES;
    const start = starts[index];
    return start === undefined ? undefined : start + unitsOf(lines[index] ?? '', column - 1);
  };
  const stretches = unitStarts(units);
  return ({ line, column, endLine, endColumn }) => {
    const start = offset(line, column);
    if (start === undefined) return undefined;
    const found = stretches.findLast((each) => each.start <= start);
    if (found === undefined) return undefined;
    const end = Math.max(offset(endLine, endColumn) ?? start, start);
    return { unit: found.unit, start: start - found.start, end: end - found.start };
  };
}

/** Units follow each other with a line break between. */
function unitStarts(
  units: readonly ScriptUnit[],
): readonly { readonly unit: ScriptUnit; readonly start: number }[] {
  let start = 0;
  return units.map((unit) => {
    const found = { unit, start };
    start += unit.text.length + 1;
    return found;
  });
}

/** UTF-16 units of the first code points of a line. */
function unitsOf(line: string, codePoints: number): number {
  let at = 0;
  for (let i = 0; i < codePoints && at < line.length; i++) at += (line.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}
