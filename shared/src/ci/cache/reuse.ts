import type { MappingEntry, MappingNode, YamlNode } from '../node.js';
import type { SourceRange } from '../range.js';

/**
 * The new value, made of the nodes of the old one wherever they say the same at the same places. What hangs on a node
 * alone can so be kept from one reading to the next.
 */
export const reuse = <T extends YamlNode>(old: YamlNode | undefined, fresh: T): T | YamlNode => {
  if (old === undefined || old === fresh) return fresh;
  if (old.kind === 'scalar' && fresh.kind === 'scalar') return isSameScalar(old, fresh) ? old : fresh;
  if (old.kind === 'sequence' && fresh.kind === 'sequence') return reuseItems(old, fresh);
  if (old.kind === 'mapping' && fresh.kind === 'mapping') return reuseMapping(old, fresh);
  return fresh;
};

export const reuseMapping = (old: MappingNode | undefined, fresh: MappingNode): MappingNode => {
  if (old === undefined || old === fresh) return fresh;
  let isSame = old.entries.size === fresh.entries.size && isSamePlace(old.at, fresh.at);
  const entries = new Map<string, MappingEntry>();
  const oldIds = old.entries.keys();
  for (const [id, entry] of fresh.entries) {
    const known = old.entries.get(id);
    const kept = known === undefined ? entry : reuseEntry(known, entry);
    // Order counts: it is the order of jobs and of messages.
    isSame &&= kept === known && oldIds.next().value === id;
    entries.set(id, kept);
  }
  return isSame ? old : { kind: 'mapping', entries, at: fresh.at };
};

const reuseEntry = (old: MappingEntry, fresh: MappingEntry): MappingEntry => {
  if (old === fresh) return old;
  const key = reuse(old.key, fresh.key);
  const value = reuse(old.value, fresh.value);
  if (key === old.key && value === old.value) return old;
  return { key, value };
};

const reuseItems = (
  old: YamlNode & { readonly kind: 'sequence' },
  fresh: YamlNode & { readonly kind: 'sequence' },
): YamlNode => {
  let isSame = old.items.length === fresh.items.length && isSamePlace(old.at, fresh.at);
  const items = fresh.items.map((item, place) => {
    const kept = reuse(old.items[place], item);
    isSame &&= kept === old.items[place];
    return kept;
  });
  return isSame ? old : { kind: 'sequence', items, at: fresh.at };
};

type Scalar = YamlNode & { readonly kind: 'scalar' };

/** -0.0 prints otherwise than 0.0, and NaN is NaN. */
const isSameScalar = (old: Scalar, fresh: Scalar): boolean =>
  old.type === fresh.type && Object.is(old.value, fresh.value) && isSamePlace(old.at, fresh.at);

const isSamePlace = (one: SourceRange, other: SourceRange): boolean =>
  one === other ||
  (one.start === other.start &&
    one.end === other.end &&
    one.line === other.line &&
    one.column === other.column &&
    one.file === other.file);
