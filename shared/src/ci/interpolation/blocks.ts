/** One `$[[ … ]]` of a text. */
export interface BlockMatch {
  /** The whole block as written. */
  readonly block: string;
  /** What stands between the brackets, without white space at its ends. */
  readonly data: string;
}

const OPEN = '$[[';
const CLOSE = ']]';

/** RE2's `\s`. */
const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0c || code === 0x0d;

/**
 * Finds the blocks as GitLab's pattern does: `$[[`, white space, at least two characters that begin and end with
 * none and hold no line break, white space, `]]` (interpolation/template.rb, BLOCK_REGEXP). Linear.
 */
export const findBlocks = (text: string): BlockMatch[] => {
  const found: BlockMatch[] = [];
  let close = -2;
  let at = text.indexOf(OPEN);
  while (at !== -1) {
    let start = at + OPEN.length;
    while (start < text.length && isSpace(text.charCodeAt(start))) start += 1;
    const lineEnd = text.indexOf('\n', start);
    if (close < start + 2) close = text.indexOf(CLOSE, start + 2);
    let end = close;
    while (end !== -1 && !holds(text, start, end, lineEnd)) {
      end = lineEnd !== -1 && lastOfData(text, end) > lineEnd ? -1 : text.indexOf(CLOSE, end + 1);
    }
    if (end === -1) {
      if (close === -1) break;
      at = text.indexOf(OPEN, at + 1);
      continue;
    }
    found.push({
      block: text.slice(at, end + CLOSE.length),
      data: text.slice(start, lastOfData(text, end) + 1),
    });
    at = text.indexOf(OPEN, end + CLOSE.length);
  }
  return found;
};

const lastOfData = (text: string, close: number): number => {
  let last = close - 1;
  while (last >= 0 && isSpace(text.charCodeAt(last))) last -= 1;
  return last;
};

const holds = (text: string, start: number, close: number, lineEnd: number): boolean => {
  const last = lastOfData(text, close);
  // A surrogate pair is one character.
  const least = isHighSurrogate(text.charCodeAt(start)) ? start + 2 : start + 1;
  return last >= least && (lineEnd === -1 || last < lineEnd);
};

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
