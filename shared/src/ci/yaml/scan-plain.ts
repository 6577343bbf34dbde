import { type Cursor, END, isBlank, isBlankOrEnd, isBreak, type Mark } from './cursor.js';
import { fail, fold } from './scan-common.js';
import type { Token } from './token.js';

/** Plain scalars, as libyaml scans them (src/scanner.c). */

const TAB = 0x09;

const COLON = 0x3a;

const HASH = 0x23;

const FLOW_INDICATORS = new Set([...',[]{}'].map((char) => char.charCodeAt(0)));

const COLON_ENEMIES = new Set([...',?[]{}'].map((char) => char.charCodeAt(0)));

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
