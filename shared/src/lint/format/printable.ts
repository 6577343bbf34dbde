import { charWidth } from '../../reply/terminal/width.js';

/**
 * Text of a repository as a terminal may show it: no control characters, which would move the cursor or worse, and none
 * that turn the direction of writing, which would show other text than there is. Each becomes a dot of one cell.
 */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/g,
    '\u00b7',
  );
}

/** Cells that a printable text takes. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const char of text) cells += charWidth(char.codePointAt(0) ?? 0);
  return cells;
}
