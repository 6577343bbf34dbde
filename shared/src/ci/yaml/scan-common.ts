import type { Cursor, Mark } from './cursor.js';
import { YamlSyntaxError } from './syntax-error.js';

/** What the scanners of scalars share. */

export const fail = (cursor: Cursor, context: string, start: Mark, problem: string): never => {
  throw new YamlSyntaxError(problem, cursor.mark(), context, start);
};

/** A line break followed by more breaks: folding turns the first into a space when it stands alone. */
export const fold = (first: string, rest: string): string => {
  if (!first.startsWith('\n')) return first + rest;
  return rest === '' ? ' ' : rest;
};
