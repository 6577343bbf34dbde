import type { MappingEntry, MappingNode, YamlNode } from '../node.js';
import {
  MAX_YAML_BYTES,
  memoryOf,
  type ParsedPart,
  PartError,
  parsePart,
  sizeOf,
  utf8Length,
} from '../yaml/index.js';
import { movedNode } from './moved-node.js';
import { Moves, type Shift, shiftBetween } from './moves.js';

/** A file that is one document, a mapping in block style at the left margin, with its top entries apart. */
export interface EntryTree {
  readonly text: string;
  readonly entries: readonly TopEntry[];
}

interface TopEntry {
  /** Of the key in the text; the entry takes all up to the next one. */
  readonly start: number;
  /** From 0. */
  readonly line: number;
  /** Where the value ends. */
  readonly end: number;
  readonly id: string;
  readonly entry: MappingEntry;
  readonly size: number;
  readonly anchors: ParsedPart['anchors'];
  readonly hasAlias: boolean;
}

/** What ends a document before the text does, or breaks lines in a way that only the whole text tells. */
const UNSUITED = /^(?:---|\.\.\.|%)|[\u0085\u2028\u2029]/m;

/** A key this far before an edit begins as it did: `---` and `...` are told from a key by four characters. */
const SAME_START = 4;

export const entryTree = (text: string, parsed: ParsedPart): EntryTree | undefined => {
  if (UNSUITED.test(text)) return undefined;
  const entries = topEntries(text, parsed, { start: 0, line: 0 });
  return entries && { text, entries };
};

/**
 * Reads a changed text by parsing again only the top entries that the change touches: at the beginning of a key at the
 * left margin the parser of a block mapping is always in the same state. undefined where that is not sure, or anything
 * is wrong with the text: then the whole text tells.
 */
export const readAgain = (file: string, tree: EntryTree, text: string): EntryTree | undefined => {
  if (text.length * 3 > MAX_YAML_BYTES && utf8Length(text) > MAX_YAML_BYTES) return undefined;
  const shift = shiftBetween(tree.text, text);
  const first = tree.entries.findLastIndex(({ start }) => start + SAME_START <= shift.from);
  const next = nextUntouched(tree, text, shift, first);
  const before = tree.entries.slice(0, Math.max(0, first));
  const changed = tree.entries.slice(before.length, next);
  const behind = tree.entries.slice(next);
  const from = tree.entries[first] ?? { start: 0, line: 0 };
  const end = behind[0] === undefined ? text.length : behind[0].start + shift.offset;
  const fresh = parseEntries(file, text.slice(from.start, end), from, before);
  if (fresh === undefined) return undefined;
  const anchorsChange = [...changed, ...fresh].some(({ anchors }) => anchors.length > 0);
  if (anchorsChange && behind.some(({ hasAlias }) => hasAlias)) return undefined;
  return { text, entries: [...before, ...fresh, ...moved(file, behind, shift)] };
};

/** The whole document of these entries; undefined when it is over GitLab's limits or a key stands twice. */
export const documentOf = (file: string, { entries }: EntryTree): MappingNode | undefined => {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const at = { file, start: first.start, end: last.end, line: first.line + 1, column: 1 };
  const document: MappingNode = {
    kind: 'mapping',
    entries: new Map(entries.map(({ id, entry }) => [id, entry])),
    at,
  };
  if (document.entries.size !== entries.length) return undefined;
  const size = entries.reduce((sum, entry) => sum + entry.size, memoryOf(document));
  return size > MAX_YAML_BYTES ? undefined : document;
};

/** The first entry behind the change that still begins a line; the number of entries when there is none. */
const nextUntouched = (
  { entries }: EntryTree,
  text: string,
  { to, offset }: Shift,
  after: number,
): number => {
  const found = entries.findIndex(
    ({ start }, place) => place > after && start >= to && text.charAt(start + offset - 1) === '\n',
  );
  return found < 0 ? entries.length : found;
};

const parseEntries = (
  file: string,
  text: string,
  { start, line }: Pick<TopEntry, 'start' | 'line'>,
  before: readonly TopEntry[],
): readonly TopEntry[] | undefined => {
  if (UNSUITED.test(text)) return undefined;
  const known = new Map<string, YamlNode>();
  for (const { anchors } of before) for (const { name, value } of anchors) known.set(name, value);
  try {
    const parsed = parsePart(file, { text, offset: start, line, column: 0 }, known);
    return parsed === undefined ? [] : topEntries(text, parsed, { start, line });
  } catch (error) {
    if (error instanceof PartError) return undefined;
    throw error;
  }
};

/** undefined: no mapping in block style at the left margin, or its keys are not one entry each. */
const topEntries = (
  text: string,
  { syntax, value, anchors, aliases }: ParsedPart,
  from: Pick<TopEntry, 'start' | 'line'>,
): readonly TopEntry[] | undefined => {
  if (syntax.kind !== 'mapping' || value.kind !== 'mapping') return undefined;
  const { children } = syntax;
  if (syntax.start.offset !== children[0]?.start.offset) return undefined;
  if (value.entries.size * 2 !== children.length) return undefined;
  const found: TopEntry[] = [];
  for (const [id, entry] of value.entries) {
    const key = children[found.length * 2];
    const content = children[found.length * 2 + 1];
    if (key === undefined || content === undefined || !beginsLine(text, key.start)) return undefined;
    const start = from.start + key.start.offset;
    // Anything else than the key itself: `<<`, an alias.
    if (entry.key.at.start !== start) return undefined;
    const next = children[found.length * 2 + 2]?.start.offset ?? text.length;
    const holds = (offset: number): boolean => offset >= key.start.offset && offset < next;
    found.push({
      start,
      line: from.line + key.start.line,
      end: from.start + Math.min(content.end.offset, text.length),
      id,
      entry,
      size: sizeOf(entry.key, 1) + sizeOf(entry.value, 1),
      anchors: anchors.filter((anchor) => holds(anchor.value.at.start - from.start)),
      hasAlias: aliases.some(holds),
    });
  }
  return found;
};

const beginsLine = (text: string, { offset, column }: { offset: number; column: number }): boolean =>
  column === 0 && (offset === 0 || text.charAt(offset - 1) === '\n');

const moved = (file: string, entries: readonly TopEntry[], shift: Shift): readonly TopEntry[] => {
  if (shift.offset === 0 && shift.lines === 0) return entries;
  const moves = new Moves(new Map([[file, shift]]));
  return entries.map((one) => ({
    ...one,
    start: one.start + shift.offset,
    line: one.line + shift.lines,
    end: one.end + shift.offset,
    entry: { key: movedNode(one.entry.key, moves), value: movedNode(one.entry.value, moves) },
    anchors: one.anchors.map(({ name, value }) => ({ name, value: movedNode(value, moves) })),
  }));
};
