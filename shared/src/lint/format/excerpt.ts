import type { SourceRange } from '../../ci/index.js';
import { lineOf } from './report.js';

/** Styles a piece of text for a terminal; the identity where colours are off. */
export type Paint = (style: 'error' | 'warning' | 'info' | 'good' | 'dim' | 'bold', text: string) => string;

/** A line in a terminal is as wide as people's terminals; longer ones are cut around the finding. */
const WIDTH = 100;

/** The line a place is on with a pointer below it; nothing where the text is not at hand. */
export function excerpt(at: SourceRange, text: string | undefined, paint: Paint): readonly string[] {
  const line = lineOf(text, at.line);
  if (line === undefined) return [];
  const from = Math.max(0, at.column - 1 - WIDTH / 2);
  const shown = printable(line.slice(from, from + WIDTH));
  const start = at.column - 1 - from;
  const length = Math.max(1, Math.min(at.end - at.start, shown.length - start));
  const gutter = String(at.line).padStart(5);
  return [
    `${paint('dim', `${gutter} |`)} ${shown}`,
    `${paint('dim', '      |')} ${' '.repeat(Math.max(0, start))}${paint('error', `^${'~'.repeat(length - 1)}`)}`,
  ];
}

/** One column each, so that the pointer stays under its word, and no terminal control comes from a repository. */
function printable(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '\u00b7');
}
