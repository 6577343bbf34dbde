import type { MappingEntry, MappingNode, PlainValue, YamlNode } from '../node.js';
import { inspect } from './ruby-text.js';

/** Questions and operations on value trees, with the meaning Ruby and ActiveSupport give them. */

export const isNil = (node: YamlNode | undefined): boolean =>
  node === undefined || (node.kind === 'scalar' && node.type === 'nil');

export const isString = (node: YamlNode | undefined): node is YamlNode & { kind: 'scalar'; type: 'string' } =>
  node?.kind === 'scalar' && node.type === 'string';

/** Text or symbol: what GitLab's "legacy" helpers call a string. */
export const isText = (
  node: YamlNode | undefined,
): node is YamlNode & { kind: 'scalar'; type: 'string' | 'symbol'; value: string } =>
  node?.kind === 'scalar' && (node.type === 'string' || node.type === 'symbol');

export const isInteger = (
  node: YamlNode | undefined,
): node is YamlNode & { kind: 'scalar'; type: 'integer' } =>
  node?.kind === 'scalar' && node.type === 'integer';

export const isNumeric = (node: YamlNode | undefined): boolean =>
  node?.kind === 'scalar' && (node.type === 'integer' || node.type === 'float');

export const isBoolean = (
  node: YamlNode | undefined,
): node is YamlNode & { kind: 'scalar'; type: 'boolean' } =>
  node?.kind === 'scalar' && node.type === 'boolean';

/** POSIX `[[:space:]]` of Ruby: Unicode white space and NEL. */
const NOT_SPACE = /[^\s\x85]/;

export const isBlankText = (text: string): boolean => !NOT_SPACE.test(text);

/** ActiveSupport's `blank?`: nil, false, empty collections and texts of white space. */
export const isBlank = (node: YamlNode | undefined): boolean => {
  if (node === undefined) return true;
  switch (node.kind) {
    case 'sequence':
      return node.items.length === 0;
    case 'mapping':
      return node.entries.size === 0;
    case 'reference':
      return false;
    case 'scalar':
      if (node.type === 'nil') return true;
      if (node.type === 'boolean') return !node.value;
      if (node.type === 'string') return isBlankText(node.value);
      return node.type === 'symbol' && node.value === '';
  }
};

/** Identity of a key in a mapping (see MappingNode.entries). */
export const keyId = (key: YamlNode): string => (isText(key) ? key.value : `\0${inspect(key, true)}`);

/** The name that a key's identity stands for; nothing for a key that GitLab does not take for a name. */
export const nameOf = (id: string): string | undefined => (id.startsWith('\0') ? undefined : id);

/** A key as Ruby prints it: names without a colon. */
export const keyText = (id: string): string => (id.startsWith('\0') ? keyTextOf(id.slice(1)) : id);

const keyTextOf = (inspected: string): string => (inspected === 'nil' ? '' : inspected);

export const get = (node: YamlNode | undefined, name: string): YamlNode | undefined =>
  node?.kind === 'mapping' ? node.entries.get(name)?.value : undefined;

export const has = (node: YamlNode | undefined, name: string): boolean =>
  node?.kind === 'mapping' && node.entries.has(name);

/** Like `get`, with nil taken for absent. */
export const present = (node: YamlNode | undefined, name: string): YamlNode | undefined => {
  const value = get(node, name);
  return isNil(value) ? undefined : value;
};

/** ActiveSupport's deep_merge: mappings merge, everything else is replaced; keys keep their first place. */
export const deepMerge = (base: MappingNode, over: MappingNode): MappingNode => {
  const entries = new Map(base.entries);
  for (const [id, entry] of over.entries) {
    const old = entries.get(id);
    entries.set(
      id,
      old?.value.kind === 'mapping' && entry.value.kind === 'mapping'
        ? { key: entry.key, value: deepMerge(old.value, entry.value) }
        : entry,
    );
  }
  return { kind: 'mapping', entries, at: over.at };
};

export const withEntry = (node: MappingNode, id: string, entry: MappingEntry): MappingNode => ({
  ...node,
  entries: new Map(node.entries).set(id, entry),
});

export const without = (node: MappingNode, id: string): MappingNode => {
  if (!node.entries.has(id)) return node;
  const entries = new Map(node.entries);
  entries.delete(id);
  return { ...node, entries };
};

/**
 * ActiveSupport's deep_dup, as far as it shows: keys that are no names are taken out and put in again, so they come
 * last, in every mapping. Nodes without such keys are handed on as they are.
 */
export const namesFirst = (node: YamlNode): YamlNode => {
  if (node.kind === 'sequence') {
    let items: YamlNode[] | undefined;
    for (const [place, item] of node.items.entries()) {
      const next = namesFirst(item);
      if (next === item) continue;
      items ??= [...node.items];
      items[place] = next;
    }
    return items === undefined ? node : { ...node, items };
  }
  if (node.kind !== 'mapping') return node;
  let changed: Map<string, MappingEntry> | undefined;
  let hasOthers = false;
  for (const [id, entry] of node.entries) {
    hasOthers ||= nameOf(id) === undefined;
    const value = namesFirst(entry.value);
    if (value === entry.value) continue;
    changed ??= new Map(node.entries);
    changed.set(id, { ...entry, value });
  }
  if (!hasOthers) return changed === undefined ? node : { ...node, entries: changed };
  const all = [...(changed ?? node.entries)];
  const named = all.filter(([id]) => nameOf(id) !== undefined);
  const others = all.filter(([id]) => nameOf(id) === undefined);
  return { ...node, entries: new Map([...named, ...others]) };
};

/** Ruby's Array#flatten. */
export const flatten = (nodes: readonly YamlNode[]): YamlNode[] => {
  const flat: YamlNode[] = [];
  for (const node of nodes) {
    if (node.kind === 'sequence') flat.push(...flatten(node.items));
    else flat.push(node);
  }
  return flat;
};

/** Ruby's Array(value): nil gives nothing, a list itself, anything else a list of one. */
export const asList = (node: YamlNode | undefined): readonly YamlNode[] => {
  if (node === undefined || isNil(node)) return [];
  return node.kind === 'sequence' ? node.items : [node];
};

/** Without places. Infinities and NaN have no JSON number and become Ruby's words. */
export const plain = (node: YamlNode): PlainValue => {
  switch (node.kind) {
    case 'sequence':
      return node.items.map(plain);
    case 'mapping':
      return Object.fromEntries([...node.entries].map(([id, { value }]) => [keyText(id), plain(value)]));
    case 'reference':
      return inspect(node);
    case 'scalar':
      if (node.type === 'float' && !Number.isFinite(node.value)) return inspect(node);
      return node.value;
  }
};

/** Ruby's `==`: same class and value; an integer equals a float of the same value. */
export const same = (a: YamlNode, b: YamlNode): boolean => {
  if (a.kind === 'scalar' && b.kind === 'scalar') {
    // bigint and number compare by value.
    if (isNumeric(a) && isNumeric(b))
      return !(Number(a.value) < Number(b.value) || Number(a.value) > Number(b.value));
    return a.type === b.type && a.value === b.value;
  }
  return a.kind === b.kind && a.kind !== 'reference' && inspect(a) === inspect(b);
};
