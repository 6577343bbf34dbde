import type { YamlNode } from '../node.js';
import type { SourceRange } from '../range.js';
import { findForbiddenCharacter } from './characters.js';
import { LoadError } from './load-error.js';
import { parseDocument } from './parser.js';
import { MAX_YAML_BYTES, utf8Length } from './size.js';
import { YamlSyntaxError } from './syntax-error.js';
import type { SyntaxNode } from './syntax-tree.js';
import { type Locate, type ReadValue, toValue } from './to-values.js';

/** GitLab: Config::Yaml::Loader::MAX_DOCUMENTS, and one more for a blank part before the first divider. */
const MAX_PARTS = 3;
const DIVIDER = /^---[ \t\r\n\f\v]+/gm;

export interface LoadProblem {
  readonly code: 'CI_YAML_SYNTAX' | 'CI_YAML_REFUSED' | 'CI_YAML_TOO_BIG' | 'CI_YAML_NO_MAPPING';
  readonly message: string;
  readonly at: SourceRange;
}

/** A stretch of a file's text that is parsed by itself; line and column count from 0. */
export interface Part {
  readonly text: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export interface ParsedPart extends ReadValue {
  readonly syntax: SyntaxNode;
}

export class PartError extends Error {
  readonly problem: LoadProblem;

  constructor(code: LoadProblem['code'], message: string, at: SourceRange) {
    super(message);
    this.problem = { code, message, at };
  }
}

/** Ruby's `split(/^---\s+/, 3)`: the divider swallows the white space behind it, line breaks included. */
export const splitParts = (text: string): Part[] => {
  const parts: Part[] = [];
  const place = placesOf(text);
  let from = 0;
  DIVIDER.lastIndex = 0;
  while (parts.length < MAX_PARTS - 1) {
    const divider = nextDivider(text);
    if (divider === undefined) break;
    parts.push({ text: text.slice(from, divider.start), offset: from, ...place(from) });
    from = divider.end;
  }
  parts.push({ text: text.slice(from), offset: from, ...place(from) });
  return parts;
};

const nextDivider = (text: string): { start: number; end: number } | undefined => {
  for (;;) {
    const match = DIVIDER.exec(text);
    if (match === null) return undefined;
    // Ruby's `^` stands behind a line feed only; JavaScript's also behind CR, LS and PS.
    if (match.index === 0 || text.charAt(match.index - 1) === '\n') {
      return { start: match.index, end: match.index + match[0].length };
    }
  }
};

/** Line (from 0) and column of an offset, for offsets that only grow. */
const placesOf = (text: string): ((offset: number) => { line: number; column: number }) => {
  let line = 0;
  let lineStart = 0;
  let seen = 0;
  return (offset) => {
    for (
      let next = text.indexOf('\n', seen);
      next !== -1 && next < offset;
      next = text.indexOf('\n', next + 1)
    ) {
      line += 1;
      lineStart = next + 1;
    }
    seen = Math.max(seen, lineStart);
    return { line, column: offset - lineStart };
  };
};

/** What one part of a file says; nothing where it is blank. Throws PartError. */
export const parsePart = (
  file: string,
  part: Part,
  known: ReadonlyMap<string, YamlNode> = new Map(),
): ParsedPart | undefined => {
  const whole = wholeOf(file, part);
  if (utf8Length(part.text) > MAX_YAML_BYTES) {
    throw new PartError('CI_YAML_TOO_BIG', 'The provided YAML is too big', whole);
  }
  const forbidden = findForbiddenCharacter(part.text);
  if (forbidden !== -1) {
    // libyaml's reader knows no lines yet.
    const message = '(<unknown>): control characters are not allowed at line 1 column 1';
    throw new PartError(
      'CI_YAML_SYNTAX',
      message,
      spanOf(file, part, { start: forbidden, end: forbidden + 1 }),
    );
  }
  const locate: Locate = (node) => rangeOf(file, part, node.start, node.end.offset);
  try {
    const syntax = parseDocument(part.text);
    return syntax === undefined ? undefined : { syntax, ...toValue(syntax, locate, known) };
  } catch (error) {
    if (error instanceof YamlSyntaxError) {
      throw new PartError(
        'CI_YAML_SYNTAX',
        error.message,
        rangeOf(file, part, error.at, error.at.offset + 1),
      );
    }
    if (error instanceof LoadError) {
      const at = error.span === undefined ? whole : spanOf(file, part, error.span);
      throw new PartError('CI_YAML_REFUSED', error.message, at);
    }
    throw error;
  }
};

interface Place {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

const rangeOf = (file: string, part: Part, start: Place, end: number): SourceRange => ({
  file,
  start: part.offset + start.offset,
  end: part.offset + Math.max(Math.min(end, part.text.length), start.offset),
  line: part.line + start.line + 1,
  column: (start.line === 0 ? part.column : 0) + start.column + 1,
});

export const wholeOf = (file: string, part: Part): SourceRange =>
  rangeOf(file, part, { offset: 0, line: 0, column: 0 }, part.text.length);

const spanOf = (file: string, part: Part, span: { start: number; end: number }): SourceRange => {
  const before = part.text.slice(0, span.start);
  const line = before.split('\n').length - 1;
  const column = span.start - (before.lastIndexOf('\n') + 1);
  return rangeOf(file, part, { offset: span.start, line, column }, span.end);
};
