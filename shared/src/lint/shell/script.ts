import type { Located, SourceRange } from '../../ci/index.js';
import type { TextEdit } from '../finding.js';
import type { LineIndex } from '../places/lines.js';
import { editScalar } from '../places/scalar-edit.js';
import { mapScalar, type ScalarMap } from '../places/scalar-map.js';
import type { ShellNode, ShellParser } from './tree.js';

/** Which part of a job a script is; before_script and script run as one shell script. */
export type ScriptPart = 'script' | 'after_script';

/**
 * A job's script as the Runner hands it to the shell: the entries one after the other in one text, with its syntax
 * tree and the way back to the file.
 */
export interface JobScript {
  readonly part: ScriptPart;
  readonly text: string;
  readonly root: ShellNode;
  readonly entries: readonly ScriptEntry[];
  /** The place in the file of a piece of `text`; the whole entry where the file's text is not the value's. */
  rangeOf(start: number, end: number): SourceRange | undefined;
  /** The edit that replaces a piece of `text` in the file; undefined where the file does not hold it as it is. */
  edit(start: number, end: number, newText: string): TextEdit | undefined;
}

export interface ScriptEntry {
  readonly value: string;
  /** Offset of the entry in the script's text. */
  readonly start: number;
  readonly at?: SourceRange;
  /** Which key it came from. */
  readonly key: 'before_script' | 'script' | 'after_script';
}

export interface SourceTexts {
  /** The file's text, or undefined when it is not at hand. */
  text(file: string): string | undefined;
  lines(file: string): LineIndex | undefined;
}

export function readScript(
  part: ScriptPart,
  lists: readonly { readonly key: ScriptEntry['key']; readonly lines: readonly Located<string>[] }[],
  sources: SourceTexts,
  parser: ShellParser,
): JobScript {
  const entries: ScriptEntry[] = [];
  let text = '';
  for (const { key, lines } of lists) {
    for (const line of lines) {
      entries.push({ value: line.value, start: text.length, key, ...(line.at ? { at: line.at } : {}) });
      text += `${line.value}\n`;
    }
  }
  const maps = new Map<ScriptEntry, ScalarMap | undefined>();
  const mapOf = (entry: ScriptEntry): ScalarMap | undefined => {
    if (!maps.has(entry)) maps.set(entry, mapEntry(entry, sources));
    return maps.get(entry);
  };
  const find = (offset: number): ScriptEntry | undefined =>
    entries.findLast((entry) => entry.start <= offset && offset <= entry.start + entry.value.length);
  return {
    part,
    text,
    root: parser.parse(text).rootNode,
    entries,
    rangeOf(start, end) {
      const entry = find(start);
      if (!entry?.at) return undefined;
      const map = mapOf(entry);
      const lines = sources.lines(entry.at.file);
      if (!map || !lines) return entry.at;
      const from = start - entry.start;
      const to = Math.min(end - entry.start, entry.value.length);
      return lines.range(map.toFile(from), Math.max(map.toFile(from), map.toFile(to)));
    },
    edit(start, end, newText) {
      const entry = find(start);
      if (!entry?.at || end > entry.start + entry.value.length) return undefined;
      const map = mapOf(entry);
      const text = sources.text(entry.at.file);
      if (!map || text === undefined) return undefined;
      const source = text.slice(entry.at.start, entry.at.end);
      const place = { file: entry.at.file, source, start: entry.at.start, value: entry.value };
      return editScalar(place, map, start - entry.start, end - entry.start, newText);
    },
  };
}

function mapEntry(entry: ScriptEntry, sources: SourceTexts): ScalarMap | undefined {
  if (!entry.at) return undefined;
  const text = sources.text(entry.at.file);
  return text === undefined
    ? undefined
    : mapScalar(text.slice(entry.at.start, entry.at.end), entry.at.start, entry.value);
}
