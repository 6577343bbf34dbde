import type { MappingNode, SourceRange, YamlNode } from '../ci/index.js';
import type { LintContext } from './context.js';

/** A top-level entry of the configuration with the stretch of its file that it takes. */
export interface TopEntry {
  readonly id: string;
  readonly value: MappingNode;
  readonly at: SourceRange;
}

/** The mappings at the top of all files, jobs and templates alike. */
export function topEntries({ config: { merged } }: LintContext): readonly TopEntry[] {
  if (merged?.kind !== 'mapping') return [];
  const entries = [...merged.entries];
  return entries.flatMap(([id, { key, value }]) => {
    if (value.kind !== 'mapping') return [];
    const later = entries
      .map(([, other]) => other.key.at)
      .filter(({ file, start }) => file === key.at.file && start > key.at.start);
    const end = Math.min(...later.map(({ start }) => start), Number.MAX_SAFE_INTEGER);
    return [{ id, value, at: { ...key.at, end } }];
  });
}

export function holds({ at }: TopEntry, place: SourceRange): boolean {
  return at.file === place.file && at.start <= place.start && place.start < at.end;
}

/** Everything that takes something from an entry: by `extends`, by an alias of its anchors, and the entry itself. */
export function heirsOf(
  context: LintContext,
  origin: TopEntry,
  all: readonly TopEntry[],
): readonly TopEntry[] {
  const anchors = [...textOf(context, origin).matchAll(/(?:^|[\s:-])&([^\s,[\]{}]+)/g)].map(
    (match) => match[1] ?? '',
  );
  const names = new Set([origin.id]);
  for (let before = 0; before !== names.size; ) {
    before = names.size;
    for (const entry of all) if (basesOf(entry).some((base) => names.has(base))) names.add(entry.id);
  }
  return all.filter((entry) => {
    if (names.has(entry.id)) return true;
    if ([...entry.value.entries.values()].some(({ key }) => holds(origin, key.at))) return true;
    const text = textOf(context, entry);
    return anchors.some((anchor) => text.includes(`*${anchor}`));
  });
}

/** The entries that an entry extends, directly or not. */
export function ancestorsOf(entry: TopEntry, all: readonly TopEntry[]): readonly TopEntry[] {
  const found = new Set<TopEntry>();
  const visit = (one: TopEntry): void => {
    for (const base of basesOf(one)) {
      const next = all.find(({ id }) => id === base);
      if (next === undefined || found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(entry);
  return [...found];
}

function basesOf({ value }: TopEntry): readonly string[] {
  const extended = value.entries.get('extends')?.value;
  const names = (node: YamlNode | undefined): readonly string[] => {
    if (node?.kind === 'sequence') return node.items.flatMap(names);
    return node?.kind === 'scalar' ? [String(node.value)] : [];
  };
  return names(extended);
}

export function textOf(context: LintContext, { at }: Pick<TopEntry, 'at'>): string {
  return context.text(at.file)?.slice(at.start, at.end) ?? '';
}
