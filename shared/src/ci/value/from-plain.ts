import type { PlainValue, YamlNode } from '../node.js';
import type { SourceRange } from '../range.js';
import { scalar } from './scalar.js';

/** A value that came from outside (given inputs), at one place. */
export const nodeOf = (value: PlainValue, at: SourceRange): YamlNode => {
  if (value === null) return { ...scalar.nil, at };
  if (typeof value === 'string') return { ...scalar.string(value), at };
  if (typeof value === 'boolean') return { ...scalar.boolean(value), at };
  if (typeof value === 'bigint') return { ...scalar.integer(value), at };
  if (typeof value === 'number') {
    return { ...(Number.isSafeInteger(value) ? scalar.integer(value) : scalar.float(value)), at };
  }
  if (isList(value)) return { kind: 'sequence', items: value.map((item) => nodeOf(item, at)), at };
  const entries = Object.entries(value).map(
    ([name, item]) =>
      [name, { key: { ...scalar.string(name), at } as YamlNode, value: nodeOf(item, at) }] as const,
  );
  return { kind: 'mapping', entries: new Map(entries), at };
};

const isList = (value: PlainValue): value is readonly PlainValue[] => Array.isArray(value);
