import type { TextEdit } from '../finding.js';
import { propertiesOf, type ScalarMap } from './scalar-map.js';

/** A YAML scalar in a file: its source text (quotes and header included), where it starts, what it stands for. */
export interface ScalarPlace {
  readonly file: string;
  readonly source: string;
  readonly start: number;
  readonly value: string;
}

/**
 * The edit that replaces value characters `from..to` by `text` and leaves the rest of the file as it is, in the
 * scalar's own style. Undefined where the file does not hold those characters as they are or the style cannot
 * take the text.
 */
export function editScalar(
  place: ScalarPlace,
  map: ScalarMap,
  from: number,
  to: number,
  text: string,
): TextEdit | undefined {
  const properties = propertiesOf(place.source);
  const { file, value } = place;
  const source = place.source.slice(properties.length);
  const start = place.start + properties.length;
  if (from < to && !map.isVerbatim(from, to)) return undefined;
  const first = map.toFile(from);
  const edit = { file, start: first, end: first + (to - from) };
  switch (source[0]) {
    case '"':
      return { ...edit, newText: escapeDouble(text) };
    case "'":
      return text.includes('\n') ? undefined : { ...edit, newText: text.replaceAll("'", "''") };
    case '|':
    case '>':
      return text.includes('\n') ? undefined : { ...edit, newText: text };
    default:
      break;
  }
  const wanted = value.slice(0, from) + text + value.slice(to);
  if (staysPlain(wanted, text)) return { ...edit, newText: text };
  // The plain style cannot take it: quote the whole scalar, which works as long as it stands on one line.
  if (wanted.includes('\n') || source.includes('\n')) return undefined;
  return { file, start, end: start + source.length, newText: `'${wanted.replaceAll("'", "''")}'` };
}

function escapeDouble(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** YAML 1.1 plain scalars, with the stricter rule of flow style, because we do not look at what is around. */
function staysPlain(value: string, inserted: string): boolean {
  if (/^[\s!"#%&'*,>@[\]`{|}]|^[-:?](\s|$)|\s$/.test(value) || value === '') return false;
  if (/:(\s|$)|\s#/.test(value)) return false;
  return !/[\n,[\]{}]/.test(inserted);
}
