import { type Cursor, END, isBlank, isBreak, isBreakOrEnd, isDigit, type Mark } from './cursor.js';
import { fail } from './scan-common.js';
import type { Token } from './token.js';

/** Block scalars, as libyaml scans them (src/scanner.c). */

const SPACE = 0x20;

const TAB = 0x09;

const HASH = 0x23;

export const scanBlockScalar = (cursor: Cursor, style: 'literal' | 'folded', parentIndent: number): Token => {
  const start = cursor.mark();
  cursor.skip();
  const { chomping, increment } = scanBlockHeader(cursor, start);
  let end = cursor.mark();
  let indent = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment;
  const breaks = (): string => {
    const found = scanBlockBreaks(cursor, indent, parentIndent, start);
    indent = found.indent;
    end = found.end;
    return found.text;
  };

  const parts: string[] = [];
  let leadingBreak = '';
  let leadingBlank = false;
  let trailing = breaks();
  while (cursor.column === indent && cursor.code() !== END) {
    const trailingBlank = isBlank(cursor.code());
    if (style === 'folded' && leadingBreak.startsWith('\n') && !leadingBlank && !trailingBlank) {
      if (trailing === '') parts.push(' ');
    } else {
      parts.push(leadingBreak);
    }
    parts.push(trailing);
    leadingBlank = isBlank(cursor.code());
    const from = cursor.offset;
    cursor.skipToBreak();
    parts.push(cursor.text.slice(from, cursor.offset));
    leadingBreak = cursor.readBreak();
    trailing = breaks();
  }
  if (chomping !== '-') parts.push(leadingBreak);
  if (chomping === '+') parts.push(trailing);
  return { type: 'scalar', value: parts.join(''), style, start, end };
};

const scanBlockHeader = (cursor: Cursor, start: Mark): { chomping: string; increment: number } => {
  const context = 'while scanning a block scalar';
  let chomping = '';
  let increment = 0;
  const sign = (): void => {
    const char = String.fromCharCode(cursor.code());
    if (char !== '+' && char !== '-') return;
    chomping = char;
    cursor.skip();
  };
  const digit = (): void => {
    if (!isDigit(cursor.code())) return;
    increment = cursor.code() - 0x30;
    if (increment === 0) fail(cursor, context, start, 'found an indentation indicator equal to 0');
    cursor.skip();
  };
  sign();
  digit();
  if (chomping === '') sign();
  cursor.skipBlanks();
  if (cursor.code() === HASH) cursor.skipToBreak();
  if (!isBreakOrEnd(cursor.code()))
    fail(cursor, context, start, 'did not find expected comment or line break');
  if (isBreak(cursor.code())) cursor.readBreak();
  return { chomping, increment };
};

/** Eats indentation and empty lines; finds the block's indentation at its first line that is not empty. */
const scanBlockBreaks = (
  cursor: Cursor,
  known: number,
  parentIndent: number,
  start: Mark,
): { text: string; indent: number; end: Mark } => {
  let text = '';
  let widest = 0;
  let end = cursor.mark();
  for (;;) {
    while ((known === 0 || cursor.column < known) && cursor.code() === SPACE) cursor.skip();
    widest = Math.max(widest, cursor.column);
    if ((known === 0 || cursor.column < known) && cursor.code() === TAB) {
      fail(
        cursor,
        'while scanning a block scalar',
        start,
        'found a tab character where an indentation space is expected',
      );
    }
    if (!isBreak(cursor.code())) break;
    text += cursor.readBreak();
    end = cursor.mark();
  }
  return { text, end, indent: known === 0 ? Math.max(widest, parentIndent + 1, 1) : known };
};
