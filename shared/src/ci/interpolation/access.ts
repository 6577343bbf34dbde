import type { YamlNode } from '../node.js';
import type { InterpolationContext } from './template.js';

/** `inputs.name`, `inputs.list[0][1]`: GitLab's interpolation/access.rb. */

const MAX_INDICES = 5;
const INDEXED = /^(\w*)((?:\[\d+\])+)$/;
const BRACKETS = /\[([^\]]*)\]/g;

type Data = YamlNode | ReadonlyMap<string, YamlNode> | InterpolationContext['data'];

/** The value at the path; `fail` makes the error that is thrown. */
export const walkAccess = (
  path: string,
  segments: readonly string[],
  { data }: InterpolationContext,
  fail: (errors: readonly string[]) => Error,
): YamlNode => {
  let value: Data = data;
  for (const segment of segments) {
    if (segment.includes('[')) {
      const { key, indices } = parseIndexed(segment, path, fail);
      value = indices.reduce<Data>(
        (list, index) => elementAt(list, index, path, fail),
        step(value, key, path, fail),
      );
    } else {
      value = step(value, segment, path, fail);
    }
  }
  if ('kind' in value) return value;
  throw fail([unknownMessage(segments.at(-1) ?? '', path)]);
};

const unknownMessage = (key: string, path: string): string =>
  `unknown interpolation provided: \`${key}\` in \`${path}\``;

const step = (value: Data, key: string, path: string, fail: (errors: readonly string[]) => Error): Data => {
  const found =
    'kind' in value ? (value.kind === 'mapping' ? value.entries.get(key)?.value : undefined) : value.get(key);
  if (found === undefined) throw fail([unknownMessage(key, path)]);
  return found;
};

const elementAt = (
  list: Data,
  index: number,
  path: string,
  fail: (errors: readonly string[]) => Error,
): YamlNode => {
  if (!('kind' in list) || list.kind !== 'sequence') {
    throw fail([`cannot index into non-array value at [${index}] in \`${path}\``]);
  }
  const element = list.items[index];
  if (element === undefined) {
    throw fail([`array index ${index} out of bounds (size: ${list.items.length}) in \`${path}\``]);
  }
  return element;
};

const parseIndexed = (
  segment: string,
  path: string,
  fail: (errors: readonly string[]) => Error,
): { key: string; indices: readonly number[] } => {
  const match = INDEXED.exec(segment);
  if (match !== null) {
    const [, key = '', brackets = ''] = match;
    if (key === '') throw fail([`invalid indexed access without a key in \`${path}\``]);
    const indices = [...brackets.matchAll(BRACKETS)].map(([, digits]) => Number(digits));
    if (indices.length > MAX_INDICES) {
      throw fail([`too many array indices in \`${path}\` (maximum depth: ${MAX_INDICES})`]);
    }
    return { key, indices };
  }
  if (segment.split('[').length !== segment.split(']').length) {
    throw fail([`invalid array index in \`${path}\`: missing closing bracket`]);
  }
  const wrong = [...segment.matchAll(BRACKETS)].find(([, content = '']) => !/^\d+$/m.test(content));
  if (wrong !== undefined) {
    throw fail([`invalid array index in \`${path}\`: \`${wrong[1]}\` is not a valid index`]);
  }
  throw fail([`invalid array index syntax in \`${path}\``]);
};
