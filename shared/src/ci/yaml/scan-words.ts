import {
  type Cursor,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isBreakOrEnd,
  isDigit,
  isWord,
  type Mark,
} from './cursor.js';
import { YamlSyntaxError } from './syntax-error.js';
import type { Token } from './token.js';

/** Directives, anchors, aliases and tags, as libyaml scans them (src/scanner.c). */

const VERSION_DIGITS = 9;
const URI_MARKS = new Set([...";/?:@&=+$.%!~*'()"].map((char) => char.charCodeAt(0)));
const ANCHOR_ENDS = new Set([...'?:,]}%@`'].map((char) => char.charCodeAt(0)));
const code = (char: string): number => char.charCodeAt(0);

const readWord = (cursor: Cursor): string => {
  const from = cursor.offset;
  while (isWord(cursor.code())) cursor.skip();
  return cursor.text.slice(from, cursor.offset);
};

const fail = (cursor: Cursor, context: string, start: Mark, problem: string): never => {
  throw new YamlSyntaxError(problem, cursor.mark(), context, start);
};

export const scanDirective = (cursor: Cursor): Token => {
  const start = cursor.mark();
  const context = 'while scanning a directive';
  cursor.skip();
  const name = readWord(cursor);
  if (name === '') fail(cursor, context, start, 'could not find expected directive name');
  if (!isBlankOrEnd(cursor.code()))
    fail(cursor, context, start, 'found unexpected non-alphabetical character');
  const token = scanDirectiveValue(cursor, name, start);
  cursor.skipBlanks();
  if (cursor.code() === code('#')) cursor.skipToBreak();
  if (!isBreakOrEnd(cursor.code()))
    fail(cursor, context, start, 'did not find expected comment or line break');
  if (isBreak(cursor.code())) cursor.readBreak();
  return token;
};

const scanDirectiveValue = (cursor: Cursor, name: string, start: Mark): Token => {
  if (name === 'YAML') {
    const context = 'while scanning a %YAML directive';
    cursor.skipBlanks();
    const major = scanVersionNumber(cursor, start);
    if (cursor.code() !== code('.'))
      fail(cursor, context, start, "did not find expected digit or '.' character");
    cursor.skip();
    const minor = scanVersionNumber(cursor, start);
    return { type: 'version-directive', major, minor, start, end: cursor.mark() };
  }
  if (name === 'TAG') {
    const context = 'while scanning a %TAG directive';
    cursor.skipBlanks();
    const handle = scanTagHandle(cursor, true, start);
    if (!isBlank(cursor.code())) fail(cursor, context, start, 'did not find expected whitespace');
    cursor.skipBlanks();
    const prefix = scanTagUri(cursor, '', { flowMarks: true, directive: true }, start);
    if (!isBlankOrEnd(cursor.code())) {
      fail(cursor, context, start, 'did not find expected whitespace or line break');
    }
    return { type: 'tag-directive', handle, prefix, start, end: cursor.mark() };
  }
  return fail(cursor, 'while scanning a directive', start, 'found unknown directive name');
};

const scanVersionNumber = (cursor: Cursor, start: Mark): number => {
  const context = 'while scanning a %YAML directive';
  const from = cursor.offset;
  while (isDigit(cursor.code())) {
    if (cursor.offset - from >= VERSION_DIGITS) {
      fail(cursor, context, start, 'found extremely long version number');
    }
    cursor.skip();
  }
  if (cursor.offset === from) fail(cursor, context, start, 'did not find expected version number');
  return Number(cursor.text.slice(from, cursor.offset));
};

export const scanAnchor = (cursor: Cursor, type: 'anchor' | 'alias'): Token => {
  const start = cursor.mark();
  cursor.skip();
  const name = readWord(cursor);
  if (name === '' || !(isBlankOrEnd(cursor.code()) || ANCHOR_ENDS.has(cursor.code()))) {
    const context = `while scanning an ${type}`;
    fail(cursor, context, start, 'did not find expected alphabetic or numeric character');
  }
  return { type, name, start, end: cursor.mark() };
};

export const scanTag = (cursor: Cursor, inFlow: boolean): Token => {
  const start = cursor.mark();
  const { handle, suffix } = scanTagParts(cursor, start);
  if (!isBlankOrEnd(cursor.code()) && !(inFlow && cursor.code() === code(','))) {
    fail(cursor, 'while scanning a tag', start, 'did not find expected whitespace or line break');
  }
  return { type: 'tag', handle, suffix, start, end: cursor.mark() };
};

const scanTagParts = (cursor: Cursor, start: Mark): { handle: string; suffix: string } => {
  const verbatim = { flowMarks: true, directive: false };
  const shorthand = { flowMarks: false, directive: false };
  if (cursor.code(1) === code('<')) {
    cursor.skipMany(2);
    const suffix = scanTagUri(cursor, '', verbatim, start);
    if (cursor.code() !== code('>'))
      fail(cursor, 'while scanning a tag', start, "did not find the expected '>'");
    cursor.skip();
    return { handle: '', suffix };
  }
  const handle = scanTagHandle(cursor, false, start);
  if (handle.length > 1 && handle.endsWith('!')) {
    return { handle, suffix: scanTagUri(cursor, '', shorthand, start) };
  }
  const suffix = scanTagUri(cursor, handle, shorthand, start);
  // A lone `!` is the non-specific tag, not an empty local one.
  return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix };
};

const scanTagHandle = (cursor: Cursor, directive: boolean, start: Mark): string => {
  if (cursor.code() !== code('!')) {
    fail(
      cursor,
      directive ? 'while scanning a tag directive' : 'while scanning a tag',
      start,
      "did not find expected '!'",
    );
  }
  const from = cursor.offset;
  cursor.skip();
  readWord(cursor);
  if (cursor.code() === code('!')) cursor.skip();
  else if (directive && cursor.offset - from > 1) {
    fail(cursor, 'while parsing a tag directive', start, "did not find expected '!'");
  }
  return cursor.text.slice(from, cursor.offset);
};

interface UriKind {
  /** `,`, `[` and `]` may stand in verbatim tags and in directives only. */
  readonly flowMarks: boolean;
  readonly directive: boolean;
}

const scanTagUri = (cursor: Cursor, head: string, kind: UriKind, start: Mark): string => {
  const context = kind.directive ? 'while parsing a %TAG directive' : 'while parsing a tag';
  let escapes = '';
  let uri = head.slice(1);
  const flush = (): void => {
    if (escapes === '') return;
    uri += decodeOctets(escapes) ?? fail(cursor, context, start, 'found an incorrect leading UTF-8 octet');
    escapes = '';
  };
  let length = head.length;
  for (;;) {
    const next = cursor.code();
    const allowed =
      isWord(next) ||
      URI_MARKS.has(next) ||
      (kind.flowMarks && (next === code(',') || next === code('[') || next === code(']')));
    if (!allowed) break;
    if (next === code('%')) {
      escapes += scanUriOctet(cursor, context, start);
    } else {
      flush();
      uri += String.fromCharCode(next);
      cursor.skip();
    }
    length += 1;
  }
  flush();
  if (length === 0) fail(cursor, context, start, 'did not find expected tag URI');
  return uri;
};

const scanUriOctet = (cursor: Cursor, context: string, start: Mark): string => {
  const octet = cursor.text.slice(cursor.offset, cursor.offset + 3);
  if (!/^%[0-9a-fA-F]{2}$/.test(octet)) fail(cursor, context, start, 'did not find URI escaped octet');
  cursor.skipMany(3);
  return octet;
};

const decodeOctets = (escapes: string): string | undefined => {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return undefined;
  }
};
