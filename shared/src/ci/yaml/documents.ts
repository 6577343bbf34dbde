import type { MappingNode, YamlNode } from '../node.js';
import type { SourceRange } from '../range.js';
import { isBlank } from '../value/tree.js';
import { findForbiddenCharacter } from './characters.js';
import { LoadError } from './load-error.js';
import { parseDocument } from './parser.js';
import { exceedsLimits, MAX_YAML_BYTES, utf8Length } from './size.js';
import { YamlSyntaxError } from './syntax-error.js';
import { type Locate, toValue } from './to-values.js';

/** GitLab: Config::Yaml::Loader::MAX_DOCUMENTS, and one more for a blank part before the first divider. */
const MAX_PARTS = 3;
const DIVIDER = /^---[ \t\r\n\f\v]+/gm;

export interface LoadProblem {
  readonly code: 'CI_YAML_SYNTAX' | 'CI_YAML_REFUSED' | 'CI_YAML_TOO_BIG' | 'CI_YAML_NO_MAPPING';
  readonly message: string;
  readonly at: SourceRange;
}

export type Loaded =
  | { readonly ok: true; readonly documents: readonly MappingNode[] }
  | { readonly ok: false; readonly problem: LoadProblem };

interface Part {
  readonly text: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * Reads a file as GitLab does (lib/gitlab/config/loader/multi_doc_yaml.rb, yaml.rb): split as text at `---`
 * lines, each part parsed by itself, blank parts dropped, every other part a mapping within the limits.
 * Never throws.
 */
export const loadDocuments = (file: string, text: string): Loaded => {
  try {
    const parts = splitParts(text).map((part) => ({ part, value: parsePart(file, part) }));
    if (isBlank(parts[0]?.value)) parts.shift();
    const documents: MappingNode[] = [];
    for (const { part, value } of parts) {
      if (value === undefined || isBlank(value)) continue;
      if (exceedsLimits(value))
        throw new PartError('CI_YAML_TOO_BIG', 'The parsed YAML is too big', wholeOf(file, part));
      if (value.kind !== 'mapping') {
        throw new PartError('CI_YAML_NO_MAPPING', 'Invalid configuration format', value.at);
      }
      documents.push(value);
    }
    return { ok: true, documents };
  } catch (error) {
    if (error instanceof PartError) return { ok: false, problem: error.problem };
    throw error;
  }
};

class PartError extends Error {
  readonly problem: LoadProblem;

  constructor(code: LoadProblem['code'], message: string, at: SourceRange) {
    super(message);
    this.problem = { code, message, at };
  }
}

/** Ruby's `split(/^---\s+/, 3)`: the divider swallows the white space behind it, line breaks included. */
const splitParts = (text: string): Part[] => {
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

const parsePart = (file: string, part: Part): YamlNode | undefined => {
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
    const root = parseDocument(part.text);
    return root === undefined ? undefined : toValue(root, locate);
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

const wholeOf = (file: string, part: Part): SourceRange =>
  rangeOf(file, part, { offset: 0, line: 0, column: 0 }, part.text.length);

const spanOf = (file: string, part: Part, span: { start: number; end: number }): SourceRange => {
  const before = part.text.slice(0, span.start);
  const line = before.split('\n').length - 1;
  const column = span.start - (before.lastIndexOf('\n') + 1);
  return rangeOf(file, part, { offset: span.start, line, column }, span.end);
};
