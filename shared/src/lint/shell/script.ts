import type { Located, SourceRange } from '../../ci/index.js';
import type { TextEdit } from '../finding.js';
import type { LineIndex } from '../places/lines.js';
import { editScalar } from '../places/scalar-edit.js';
import { mapScalar, type ScalarMap } from '../places/scalar-map.js';
import type { ShellNode, ShellParser } from './tree.js';

export type ScriptKey = 'before_script' | 'script' | 'after_script';

/**
 * One shell program of a job: before_script and script run as one, after_script as another, and so does the text that
 * a command of them hands to `sh -c`.
 */
export interface JobScript {
  readonly part: 'script' | 'after_script' | 'inner';
  /** In the order in which they run. */
  readonly units: readonly ScriptUnit[];
  /** All units' text. */
  readonly text: string;
}

/** A piece of shell with a syntax tree of its own: an entry of the list, or all of them where one needs the others. */
export interface ScriptUnit {
  readonly text: string;
  readonly root: ShellNode;
  readonly key: ScriptKey;
  readonly hasError: boolean;
  /** The place in the file of a piece of `text`; the whole scalar where the file's text is not the value's. */
  rangeOf(start: number, end: number): SourceRange | undefined;
  /** The edit that replaces a piece of `text` in the file; undefined where the file does not hold it as it is. */
  edit(start: number, end: number, newText: string): TextEdit | undefined;
}

export interface SourceTexts {
  /** The file's text, or undefined when it is not at hand. */
  text(file: string): string | undefined;
  lines(file: string): LineIndex | undefined;
}

type Entries = readonly { readonly key: ScriptKey; readonly line: Located<string> }[];

export function readScript(
  part: JobScript['part'],
  entries: Entries,
  sources: SourceTexts,
  parser: ShellParser,
): JobScript {
  return { part, units: readUnits(entries, sources, parser), text: joined(entries) };
}

function joined(entries: Entries): string {
  return entries.map(({ line }) => `${line.value}\n`).join('');
}

/** Entries are statements by themselves, but an `if` may run over several: then all are one text. */
function readUnits(entries: Entries, sources: SourceTexts, parser: ShellParser): readonly ScriptUnit[] {
  const trees = entries.map(({ line }) => parser.parse(line.value));
  if (entries.length > 1 && trees.some(({ hasError }) => hasError)) {
    const text = joined(entries);
    const tree = parser.parse(text);
    const [first] = entries;
    if (first && !tree.hasError) {
      return [{ text, root: tree.rootNode, hasError: false, key: first.key, ...placesOf(entries, sources) }];
    }
  }
  return entries.flatMap((entry, i) => {
    const tree = trees[i];
    if (!tree) return [];
    const { key, line } = entry;
    const places = placesOf([entry], sources);
    return [{ text: line.value, root: tree.rootNode, hasError: tree.hasError, key, ...places }];
  });
}

function placesOf(entries: Entries, sources: SourceTexts): Pick<ScriptUnit, 'rangeOf' | 'edit'> {
  let parts: readonly Part[] | undefined;
  const find = (offset: number) => {
    parts ??= partsOf(entries, sources);
    const part = parts.findLast(({ start }) => start <= offset);
    const at = part?.line.at;
    return part && at && { start: part.start, line: part.line, at, map: part.map() };
  };
  return {
    rangeOf(start, end) {
      const found = find(start);
      if (!found) return undefined;
      const lines = sources.lines(found.at.file);
      if (!found.map?.isExact || !lines) return found.at;
      const from = found.map.toFile(start - found.start);
      const last = Math.min(end - found.start, found.line.value.length);
      return lines.range(from, Math.max(from, found.map.toFile(last)));
    },
    edit(start, end, newText) {
      const found = find(start);
      if (!found?.map || end > found.start + found.line.value.length) return undefined;
      const text = sources.text(found.at.file);
      if (text === undefined) return undefined;
      const source = text.slice(found.at.start, found.at.end);
      const place = { file: found.at.file, source, start: found.at.start, value: found.line.value };
      return editScalar(place, found.map, start - found.start, end - found.start, newText);
    },
  };
}

/** One entry of a text that several make. */
interface Part {
  readonly start: number;
  readonly line: Located<string>;
  map(): ScalarMap | undefined;
}

function partsOf(entries: Entries, sources: SourceTexts): readonly Part[] {
  let length = 0;
  return entries.map(({ line }) => {
    const start = length;
    length += line.value.length + 1;
    let known: { readonly map: ScalarMap | undefined } | undefined;
    return {
      start,
      line,
      map: () => {
        known ??= { map: mapPart(line, sources) };
        return known.map;
      },
    };
  });
}

function mapPart({ value, at }: Located<string>, sources: SourceTexts): ScalarMap | undefined {
  const text = at && sources.text(at.file);
  return at && text !== undefined ? mapScalar(text.slice(at.start, at.end), at.start, value) : undefined;
}
