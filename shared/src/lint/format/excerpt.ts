import type { SourceRange } from '../../ci/index.js';
import { cellsOf, printable } from './printable.js';
import { lineOf } from './report.js';

/** Styles a piece of text for a terminal; the identity where colours are off. */
export type Paint = (style: 'error' | 'warning' | 'info' | 'good' | 'dim' | 'bold', text: string) => string;

/** A line in a terminal is as wide as people's terminals; longer ones are cut around the finding. */
const WIDTH = 100;

/** The line a place is on with a pointer below it; nothing where the text is not at hand. */
export function excerpt(
  at: SourceRange,
  text: string | undefined,
  paint: Paint,
  style: Parameters<Paint>[0] = 'error',
): readonly string[] {
  const line = lineOf(text, at.line);
  if (line === undefined) return [];
  const from = wholeCharacter(line, Math.max(0, at.column - 1 - WIDTH / 2));
  const start = at.column - 1;
  const end = Math.min(start + (at.end - at.start), line.length, from + WIDTH);
  const shown = shownText(line.slice(from, from + WIDTH));
  const before = cellsOf(shownText(line.slice(from, start)));
  const length = Math.max(1, cellsOf(shownText(line.slice(start, end))));
  const gutter = String(at.line).padStart(5);
  return [
    `${paint('dim', `${gutter} |`)} ${shown}`,
    `${paint('dim', '      |')} ${' '.repeat(before)}${paint(style, `^${'~'.repeat(length - 1)}`)}`,
  ];
}

/** A cut never splits a pair of surrogates. */
function wholeCharacter(line: string, at: number): number {
  return /^[\udc00-\udfff]/.test(line.slice(at)) ? at + 1 : at;
}

/** A tab as one space, so that the pointer stays under its word. */
function shownText(text: string): string {
  return printable(text.replace(/\t/g, ' '));
}
