import type { SourceRange } from '../../ci/index.js';

/** Turns offsets of one file into ranges with line and column (one-based, columns in UTF-16 units). */
export interface LineIndex {
  range(start: number, end: number): SourceRange;
}

export function indexLines(file: string, text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    range(start, end) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= start) low = middle;
        else high = middle - 1;
      }
      return { file, start, end, line: low + 1, column: start - (starts[low] ?? 0) + 1 };
    },
  };
}
