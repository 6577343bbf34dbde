import { ESCAPES } from '../../ci/yaml/scan-quoted.js';
import { RecentTexts } from '../recent.js';

/**
 * Where each character of a YAML scalar's value stands in the file: shell is analysed on the value, squiggles and
 * fixes are placed in the text. Works on the scalar's own source (quotes and block header included), for all five
 * styles of YAML 1.1; a scalar it cannot follow exactly maps as a whole.
 */
export interface ScalarMap {
  /** Offset in the file for an offset in the value (`value.length` gives the end). */
  toFile(valueOffset: number): number;
  /** False: only the scalar as a whole has a place. */
  readonly isExact: boolean;
  /** True when the text between two value offsets stands in the file as it is, so that an edit there is safe. */
  isVerbatim(start: number, end: number): boolean;
}

/** Decoded characters and the source offset of each; `-1` never occurs, folded breaks point at the break. */
interface Decoded {
  readonly value: string;
  readonly offsets: readonly number[];
}

/** An anchor and a tag before a scalar; empty for most. */
export function propertiesOf(source: string): string {
  return /^(?:[&!]\S*\s+)*/.exec(source)?.[0] ?? '';
}

/** @param start offset of `source` in the file */
export function mapScalar(source: string, start: number, value: string): ScalarMap {
  const properties = propertiesOf(source);
  return mapBody(source.slice(properties.length), start + properties.length, value);
}

function mapBody(source: string, start: number, value: string): ScalarMap {
  const decoded = DECODED.of(source, () => decode(source)).find((candidate) =>
    candidate.value.startsWith(value),
  );
  if (decoded === undefined) return wholeScalar(source, start);
  const { offsets } = decoded;
  const endOffset = value.length < offsets.length ? offsets[value.length] : undefined;
  const last = offsets[value.length - 1];
  const end = endOffset ?? (last === undefined ? source.length : last + 1);
  const toSource = (offset: number): number => (offset < value.length ? (offsets[offset] ?? end) : end);
  return {
    isExact: true,
    toFile: (offset) => start + toSource(offset),
    isVerbatim: (from, to) => {
      const first = toSource(from);
      const length = to - from;
      return source.slice(first, first + length) === value.slice(from, to);
    },
  };
}

function wholeScalar(source: string, start: number): ScalarMap {
  return {
    isExact: false,
    toFile: (offset) => (offset === 0 ? start : start + source.length),
    isVerbatim: () => false,
  };
}

/** Scalars whose decoded form is kept: those of a few configs between two keystrokes. */
const KEPT = 2000;
const DECODED = new RecentTexts<readonly Decoded[]>(KEPT);

/** The readings of a scalar's source: one, but for a block with an indentation digit, which counts from its parent. */
function decode(source: string): readonly Decoded[] {
  switch (source[0]) {
    case '"':
      return [decodeDoubleQuoted(source)];
    case "'":
      return [decodeSingleQuoted(source)];
    case '|':
    case '>':
      return decodeBlock(source);
    default:
      return [decodeFlow(source, 0, source.length, () => undefined)];
  }
}

type ReadSpecial = (at: number) => { readonly text: string; readonly length: number } | undefined;

/** Plain and quoted scalars: line breaks fold, `readSpecial` decodes what a quoting style adds. */
function decodeFlow(source: string, from: number, to: number, readSpecial: ReadSpecial): Decoded {
  let value = '';
  const offsets: number[] = [];
  const push = (text: string, at: number): void => {
    value += text;
    for (let i = 0; i < text.length; i++) offsets.push(at);
  };
  for (let at = from; at < to; ) {
    const fold = /^[ \t]*\r?\n[ \t\r\n]*/.exec(source.slice(at, Math.min(to, at + FOLD_WINDOW)));
    if (fold) {
      const breaks = fold[0].split('\n').length - 1;
      push(breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), at);
      at += fold[0].length;
      continue;
    }
    const special = readSpecial(at);
    if (special) {
      push(special.text, at);
      at += special.length;
      continue;
    }
    push(source.charAt(at), at);
    at += 1;
  }
  return { value, offsets };
}

/** White space around one fold is short in any file people write; a longer one maps as a whole scalar. */
const FOLD_WINDOW = 1000;

function decodeSingleQuoted(source: string): Decoded {
  return decodeFlow(source, 1, source.length - 1, (at) =>
    source.startsWith("''", at) ? { text: "'", length: 2 } : undefined,
  );
}

function decodeDoubleQuoted(source: string): Decoded {
  return decodeFlow(source, 1, source.length - 1, (at) => {
    if (source[at] !== '\\') return undefined;
    const next = source.charAt(at + 1);
    const broken = /^\\\r?\n[ \t]*/.exec(source.slice(at, at + FOLD_WINDOW));
    if (broken) return { text: '', length: broken[0].length };
    const digits = { x: 2, u: 4, U: 8 }[next];
    if (digits === undefined) return { text: ESCAPES[next] ?? next, length: 2 };
    const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16);
    const valid = Number.isInteger(code) && code <= 0x10ffff;
    return { text: valid ? String.fromCodePoint(code) : '', length: 2 + digits };
  });
}

/** Literal and folded blocks; the content's indentation is the first text line's own unless the header has a digit. */
function decodeBlock(source: string): readonly Decoded[] {
  const header = /^[|>][-+]?([1-9]?)[-+]?[^\n]*\n/.exec(source);
  if (!header) return [];
  const lines: Line[] = [];
  for (let at = header[0].length; at < source.length; ) {
    const next = source.indexOf('\n', at);
    const end = next < 0 ? source.length : next;
    lines.push({ text: source.slice(at, end).replace(/\r$/, ''), at });
    at = end + 1;
  }
  const first = lines.find(({ text }) => text.trim() !== '');
  if (first === undefined) return [{ value: '', offsets: [] }];
  const own = first.text.search(/[^ ]/);
  const indents = header[1] ? Array.from({ length: own + 1 }, (_, less) => own - less) : [own];
  const join = source[0] === '|' ? joinLiteral : joinFolded;
  return indents.map((indent) =>
    join(lines.map(({ text, at }) => ({ text: text.slice(indent), at: at + Math.min(indent, text.length) }))),
  );
}

type Line = { readonly text: string; readonly at: number };

function joinLiteral(lines: readonly Line[]): Decoded {
  let value = '';
  const offsets: number[] = [];
  for (const { text, at } of lines) {
    for (let i = 0; i < text.length; i++) offsets.push(at + i);
    offsets.push(at + text.length);
    value += `${text}\n`;
  }
  return { value, offsets };
}

/** Folded: a break between two text lines is a space; blank and more-indented lines keep their breaks. */
function joinFolded(lines: readonly Line[]): Decoded {
  let value = '';
  const offsets: number[] = [];
  const kept = (text: string): boolean => /^[ \t]/.test(text);
  let blank = 0;
  let previous: string | undefined;
  let breakAt = lines[0]?.at ?? 0;
  for (const { text, at } of lines) {
    if (text === '') {
      blank += 1;
      continue;
    }
    const spaced = previous !== undefined && (kept(text) || kept(previous));
    const gap =
      previous === undefined
        ? '\n'.repeat(blank)
        : spaced
          ? '\n'.repeat(blank + 1)
          : blank > 0
            ? '\n'.repeat(blank)
            : ' ';
    value += gap + text;
    for (let i = 0; i < gap.length; i++) offsets.push(breakAt);
    for (let i = 0; i < text.length; i++) offsets.push(at + i);
    breakAt = at + text.length;
    previous = text;
    blank = 0;
  }
  value += '\n'.repeat(blank + 1);
  for (let i = 0; i <= blank; i++) offsets.push(breakAt);
  return { value, offsets };
}
