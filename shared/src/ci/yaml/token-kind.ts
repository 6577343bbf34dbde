import { isBlank, isBlankOrEnd } from './cursor.js';
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
export const SURE_KINDS: Readonly<Record<string, TokenKind>> = {
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
export const isLetter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

const NO_START = new Set([...'-?:,[]{}#&*!|>\'"%@`'].map((char) => char.charCodeAt(0)));

/** Whether a plain scalar may begin here; `next` follows. */
export const startsPlain = (code: number, next: number, inFlow: boolean): boolean => {
  if (!isBlank(code) && !NO_START.has(code)) return true;
  const char = String.fromCharCode(code);
  if (char === '-') return !isBlank(next);
  return !inFlow && (char === '?' || char === ':') && !isBlankOrEnd(next);
};
