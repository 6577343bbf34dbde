import { charWidth } from '../../reply/terminal/width.js';

export { printable } from '../../words/index.js';

/** Cells that a printable text takes. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const char of text) cells += charWidth(char.codePointAt(0) ?? 0);
  return cells;
}
