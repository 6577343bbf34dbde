import { ConfigRefusal } from '../entry/refusal.js';
import type { MappingNode, YamlNode } from '../node.js';
import { inspect, textOf } from '../value/ruby-text.js';
import { asList, deepMerge, get, isNil, keyText } from '../value/tree.js';

/** GitLab: Extendable::Entry::MAX_NESTING_LEVELS */
const MAX_NESTING_LEVELS = 10;

interface Extended {
  readonly value: MappingNode;
  /** How many levels below extend something themselves; -1 for what extends nothing. */
  readonly height: number;
}

/**
 * Merges the bases that `extends` names into every top-level mapping that has the key, in file order
 * (lib/gitlab/ci/config/extendable.rb). Throws ConfigRefusal.
 */
export const extendAll = (config: MappingNode): MappingNode => new Extender(config).run();

/** Bases that cannot be had, by the top-level key that lacks them, at whatever distance. */
export type MissingBases = ReadonlyMap<string, readonly string[]>;

/** The same without throwing: a base that is not there, or that leads back to its heir, adds nothing. */
export const extendWhatCanBe = (
  config: MappingNode,
): { readonly config: MappingNode; readonly missing: MissingBases } => {
  const missing = new Map<string, readonly string[]>();
  return { config: new Extender(config, missing).run(), missing };
};

class Extender {
  private readonly entries: Map<string, { readonly key: YamlNode; readonly value: YamlNode }>;
  private readonly done = new Map<string, Extended>();
  private readonly config: MappingNode;
  /** Given: bases that cannot be had are noted here instead of refused. */
  private readonly missing: Map<string, readonly string[]> | undefined;

  constructor(config: MappingNode, missing?: Map<string, readonly string[]>) {
    this.config = config;
    this.entries = new Map(config.entries);
    this.missing = missing;
  }

  run(): MappingNode {
    for (const [id, { value }] of this.config.entries) {
      if (get(value, 'extends') !== undefined) this.extend(id, []);
    }
    return { ...this.config, entries: this.entries };
  }

  private extend(id: string, ancestors: readonly string[]): Extended {
    const known = this.done.get(id);
    // Extended twice gives the same; only the depth can differ, and the error names the job that is too deep.
    if (known !== undefined && ancestors.length + known.height <= MAX_NESTING_LEVELS) return known;
    const entry = this.entries.get(id);
    const value = entry?.value;
    const list = get(value, 'extends');
    if (entry === undefined || value?.kind !== 'mapping') throw new RangeError('bases are checked before');
    if (list === undefined) return { value, height: -1 };
    const wanted = baseNames(list);
    const names = this.missing === undefined ? wanted : this.usable(wanted, [...ancestors, id]);
    if (this.missing === undefined) this.check(id, names, list, ancestors);
    let merged: MappingNode = { kind: 'mapping', entries: new Map(), at: value.at };
    let height = 0;
    for (const name of names) {
      const base = this.extend(name, [...ancestors, id]);
      merged = deepMerge(merged, base.value);
      height = Math.max(height, base.height + 1);
    }
    this.noteMissing(id, wanted, names);
    const extended = { value: known?.value ?? deepMerge(merged, value), height };
    this.done.set(id, extended);
    this.entries.set(id, { key: entry.key, value: extended.value });
    return extended;
  }

  /** A chain deeper than GitLab's is cut. */
  private usable(names: readonly string[], line: readonly string[]): readonly string[] {
    if (line.length > MAX_NESTING_LEVELS) return [];
    return names.filter((name) => this.entries.get(name)?.value.kind === 'mapping' && !line.includes(name));
  }

  private noteMissing(id: string, wanted: readonly string[], names: readonly string[]): void {
    const missing = [
      ...wanted.filter((name) => !names.includes(name)),
      ...names.flatMap((name) => this.missing?.get(name) ?? []),
    ];
    if (missing.length > 0) this.missing?.set(id, [...new Set(missing)]);
  }

  private check(id: string, names: readonly string[], list: YamlNode, ancestors: readonly string[]): void {
    const refuse = (message: string): never => {
      throw new ConfigRefusal({ code: 'CI_EXTENDS', message: `${keyText(id)}: ${message}`, at: list.at });
    };
    const unknown = names.filter((name) => !this.entries.has(name));
    if (unknown.length > 0) refuse(`unknown keys in \`extends\` (${unknown.join(', ')})`);
    const invalid = names.filter((name) => this.entries.get(name)?.value.kind !== 'mapping');
    if (invalid.length > 0) refuse(`invalid base hashes in \`extends\` (${invalid.join(', ')})`);
    if (ancestors.length > MAX_NESTING_LEVELS) refuse('nesting too deep in `extends`');
    if (ancestors.includes(id)) refuse('circular dependency detected in `extends`');
  }
}

/** Ruby's `Array(value).map(&:to_s)`: a mapping becomes its pairs. */
const baseNames = (list: YamlNode): string[] => {
  if (list.kind !== 'mapping') return asList(list).map((item) => (isNil(item) ? '' : textOf(item)));
  return [...list.entries.values()].map(({ key, value }) => {
    const name: YamlNode = key.kind === 'scalar' && key.type === 'string' ? { ...key, type: 'symbol' } : key;
    return `[${inspect(name)}, ${inspect(value)}]`;
  });
};
