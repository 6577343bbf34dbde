import {
  type Cursor,
  END,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isBreakOrEnd,
  isDigit,
  type Mark,
} from './cursor.js';
import { YamlSyntaxError } from './syntax-error.js';
import type { Token } from './token.js';

/** Block, quoted and plain scalars, as libyaml scans them (src/scanner.c). */

const SPACE = 0x20;
const TAB = 0x09;
const QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const HASH = 0x23;
const FLOW_INDICATORS = new Set([...',[]{}'].map((char) => char.charCodeAt(0)));
const COLON_ENEMIES = new Set([...',?[]{}'].map((char) => char.charCodeAt(0)));

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const ESCAPE_WIDTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

const fail = (cursor: Cursor, context: string, start: Mark, problem: string): never => {
  throw new YamlSyntaxError(problem, cursor.mark(), context, start);
};

/** A line break followed by more breaks: folding turns the first into a space when it stands alone. */
const fold = (first: string, rest: string): string => {
  if (!first.startsWith('\n')) return first + rest;
  return rest === '' ? ' ' : rest;
};

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

export const scanQuotedScalar = (cursor: Cursor, style: 'single' | 'double'): Token => {
  const start = cursor.mark();
  const quote = style === 'single' ? QUOTE : DOUBLE_QUOTE;
  const context = 'while scanning a quoted scalar';
  const parts: string[] = [];
  cursor.skip();
  for (;;) {
    if (cursor.atDocumentIndicator()) fail(cursor, context, start, 'found unexpected document indicator');
    if (cursor.code() === END) fail(cursor, context, start, 'found unexpected end of stream');
    const escapedBreak = scanQuotedRun(cursor, style, parts, start);
    if (cursor.code() === quote) break;
    parts.push(scanQuotedSpace(cursor, escapedBreak));
  }
  cursor.skip();
  return { type: 'scalar', value: parts.join(''), style, start, end: cursor.mark() };
};

/** Reads up to white space or the closing quote; true when it stopped behind an escaped line break. */
const scanQuotedRun = (cursor: Cursor, style: 'single' | 'double', parts: string[], start: Mark): boolean => {
  let from = cursor.offset;
  const flush = (): void => {
    parts.push(cursor.text.slice(from, cursor.offset));
  };
  while (!isBlankOrEnd(cursor.code())) {
    const code = cursor.code();
    if (style === 'single' && code === QUOTE) {
      if (cursor.code(1) !== QUOTE) break;
      flush();
      cursor.skipMany(2);
      parts.push("'");
      from = cursor.offset;
    } else if (style === 'double' && code === DOUBLE_QUOTE) {
      break;
    } else if (style === 'double' && code === BACKSLASH) {
      flush();
      if (isBreak(cursor.code(1))) {
        cursor.skip();
        cursor.readBreak();
        return true;
      }
      parts.push(scanEscape(cursor, start));
      from = cursor.offset;
    } else {
      skipOrdinary(cursor);
    }
  }
  flush();
  return false;
};

/** Everything up to the next character that may mean something inside quotes. */
const skipOrdinary = (cursor: Cursor): void => {
  const { text } = cursor;
  let at = cursor.offset + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE || code === DOUBLE_QUOTE || code === BACKSLASH || isBlankOrEnd(code)) break;
    at += 1;
  }
  cursor.advanceTo(at);
};

const scanEscape = (cursor: Cursor, start: Mark): string => {
  const context = 'while parsing a quoted scalar';
  const letter = cursor.text.charAt(cursor.offset + 1);
  const simple = ESCAPES[letter];
  const width = ESCAPE_WIDTHS[letter];
  if (simple === undefined && width === undefined) {
    fail(cursor, context, start, 'found unknown escape character');
  }
  cursor.skipMany(2);
  if (simple !== undefined || width === undefined) return simple ?? '';
  const digits = cursor.text.slice(cursor.offset, cursor.offset + width);
  // libyaml's own spelling.
  if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length < width) {
    fail(cursor, context, start, 'did not find expected hexdecimal number');
  }
  const point = Number.parseInt(digits, 16);
  if ((point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) {
    fail(cursor, context, start, 'found invalid Unicode character escape code');
  }
  cursor.skipMany(width);
  return String.fromCodePoint(point);
};

/** White space inside quotes, folded. Behind an escaped line break its indentation is dropped. */
const scanQuotedSpace = (cursor: Cursor, escapedBreak: boolean): string => {
  let spaces = '';
  let first = '';
  let rest = '';
  let broken = escapedBreak;
  for (;;) {
    const code = cursor.code();
    if (isBlank(code)) {
      if (!broken) spaces += String.fromCharCode(code);
      cursor.skip();
    } else if (isBreak(code)) {
      if (broken) rest += cursor.readBreak();
      else first = cursor.readBreak();
      broken = true;
    } else {
      break;
    }
  }
  if (!broken) return spaces;
  return escapedBreak ? rest : fold(first, rest);
};

export const scanPlainScalar = (
  cursor: Cursor,
  flowLevel: number,
  parentIndent: number,
): { token: Token; brokeLine: boolean } => {
  const start = cursor.mark();
  let end = start;
  const indent = parentIndent + 1;
  const parts: string[] = [];
  let spaces = '';
  let broken = false;
  let first = '';
  let rest = '';
  for (;;) {
    if (cursor.atDocumentIndicator() || cursor.code() === HASH) break;
    const from = cursor.offset;
    scanPlainRun(cursor, flowLevel, start);
    if (cursor.offset > from) {
      parts.push(broken ? fold(first, rest) : spaces, cursor.text.slice(from, cursor.offset));
      end = cursor.mark();
      spaces = '';
      broken = false;
      rest = '';
    }
    if (!isBlank(cursor.code()) && !isBreak(cursor.code())) break;
    while (isBlank(cursor.code()) || isBreak(cursor.code())) {
      if (isBlank(cursor.code())) {
        if (broken && cursor.column < indent && cursor.code() === TAB) {
          const context = 'while scanning a plain scalar';
          fail(cursor, context, start, 'found a tab character that violates indentation');
        }
        if (!broken) spaces += String.fromCharCode(cursor.code());
        cursor.skip();
      } else if (broken) {
        rest += cursor.readBreak();
      } else {
        first = cursor.readBreak();
        broken = true;
      }
    }
    if (flowLevel === 0 && cursor.column < indent) break;
  }
  return { token: { type: 'scalar', value: parts.join(''), style: 'plain', start, end }, brokeLine: broken };
};

/** Up to white space, or to what ends a plain scalar: `: `, and flow indicators in flow. */
const scanPlainRun = (cursor: Cursor, flowLevel: number, start: Mark): void => {
  const { text } = cursor;
  let at = cursor.offset;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) {
      const next = at + 1 < text.length ? text.charCodeAt(at + 1) : END;
      if (flowLevel > 0 && COLON_ENEMIES.has(next)) {
        cursor.advanceTo(at);
        fail(cursor, 'while scanning a plain scalar', start, "found unexpected ':'");
      }
      if (isBlankOrEnd(next)) break;
    } else if (isBlankOrEnd(code) || (flowLevel > 0 && FLOW_INDICATORS.has(code))) {
      break;
    }
  }
  cursor.advanceTo(at);
};
