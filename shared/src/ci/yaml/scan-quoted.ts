import { type Cursor, END, isBlank, isBlankOrEnd, isBreak, type Mark } from './cursor.js';
import { fail, fold } from './scan-common.js';
import type { Token } from './token.js';

/** Quoted scalars, as libyaml scans them (src/scanner.c). */

const QUOTE = 0x27;

const DOUBLE_QUOTE = 0x22;

const BACKSLASH = 0x5c;

/** What one character after a backslash stands for in double quotes (YAML 1.1, 5.7). */
export const ESCAPES: Readonly<Record<string, string>> = {
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
