import { type Cursor, END, isBlank, isBlankOrEnd } from './cursor.js';
import { YamlSyntaxError } from './syntax-error.js';
import type { ScalarStyle } from './token.js';

/** What may begin at a place of the text. */
export type TokenKind =
  | 'stream-end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'flow-entry'
  | 'block-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | ScalarStyle;

/** Characters that mean the same wherever a token may begin. */
const SURE_KINDS: Readonly<Record<string, TokenKind>> = {
  '[': 'flow-sequence-start',
  '{': 'flow-mapping-start',
  ']': 'flow-sequence-end',
  '}': 'flow-mapping-end',
  ',': 'flow-entry',
  '*': 'alias',
  '&': 'anchor',
  '!': 'tag',
  "'": 'single',
  '"': 'double',
};

/** The frequent case: what begins with a letter is a plain scalar. */
const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

const NO_START = new Set([...'-?:,[]{}#&*!|>\'"%@`'].map((char) => char.charCodeAt(0)));

/** Whether a plain scalar may begin here; `next` follows. */
const startsPlain = (code: number, next: number, inFlow: boolean): boolean => {
  if (!isBlank(code) && !NO_START.has(code)) return true;
  const char = String.fromCharCode(code);
  if (char === '-') return !isBlank(next);
  return !inFlow && (char === '?' || char === ':') && !isBlankOrEnd(next);
};

/** What begins here; libyaml asks in this order. */
export const kindAt = (cursor: Cursor, inFlow: boolean): TokenKind => {
  const code = cursor.code();
  if (code === END) return 'stream-end';
  if (isLetter(code)) return 'plain';
  const char = String.fromCharCode(code);
  if (cursor.column === 0 && char === '%') return 'directive';
  if (cursor.atDocumentIndicator()) return char === '-' ? 'document-start' : 'document-end';
  const sure = SURE_KINDS[char];
  if (sure !== undefined) return sure;
  const alone = isBlankOrEnd(cursor.code(1));
  if (char === '|' && !inFlow) return 'literal';
  if (char === '>' && !inFlow) return 'folded';
  if (char === '-' && alone) return 'block-entry';
  if (char === '?' && (inFlow || alone)) return 'key';
  if (char === ':' && (inFlow || alone)) return 'value';
  if (startsPlain(code, cursor.code(1), inFlow)) return 'plain';
  const mark = cursor.mark();
  throw new YamlSyntaxError(
    'found character that cannot start any token',
    mark,
    'while scanning for the next token',
    mark,
  );
};
