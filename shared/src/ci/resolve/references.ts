import { ConfigRefusal } from '../entry/refusal.js';
import type { MappingNode, ReferenceNode, YamlNode } from '../node.js';
import { inspect } from '../value/ruby-text.js';
import { isBlank, isString } from '../value/tree.js';

/** Deeper chains are no config; Ruby's stack would end too. */
const DEEPEST_CHAIN = 500;

export interface ReferenceOptions {
  /**
   * References inside mappings inside a referenced list are resolved too: default since GitLab 18.11, before behind
   * the feature flag ci_deep_resolve_reference_array_and_hash.
   */
  readonly deep?: boolean;
  /** Best effort: a reference that leads nowhere stands for an empty list instead of being refused. */
  readonly lenient?: boolean;
}

/**
 * Puts the values in the places of `!reference` (lib/gitlab/ci/config/yaml/tags). Paths go through mappings of the
 * config after `extends`. Throws ConfigRefusal, but for a lenient reading.
 */
export const resolveReferences = (config: MappingNode, options: ReferenceOptions = {}): MappingNode => {
  const apart = ownReferences(config);
  if (apart.kind !== 'mapping') return config;
  const resolved = new Resolver(apart, options).resolveAll(apart);
  return resolved.kind === 'mapping' ? resolved : config;
};

/**
 * Gives every place a reference of its own, as GitLab's deep_dup does: one that `extends` or an alias carried to two
 * places is no circle of itself.
 */
const ownReferences = (node: YamlNode): YamlNode => {
  switch (node.kind) {
    case 'reference':
      return { ...node };
    case 'scalar':
      return node;
    case 'sequence':
      return mapItems(node, ownReferences);
    case 'mapping':
      return mapValues(node, ownReferences);
  }
};

class Resolver {
  private readonly config: MappingNode;
  private readonly deep: boolean;
  private readonly lenient: boolean;
  private readonly resolved = new Map<ReferenceNode, YamlNode | 'in progress'>();
  private depth = 0;

  constructor(config: MappingNode, { deep = true, lenient = false }: ReferenceOptions) {
    this.config = config;
    this.deep = deep;
    this.lenient = lenient;
  }

  /** Every reference below; nodes without one are handed on as they are. */
  resolveAll(node: YamlNode): YamlNode {
    switch (node.kind) {
      case 'reference':
        return this.resolve(node);
      case 'scalar':
        return node;
      case 'sequence':
        return mapItems(node, (item) => this.resolveAll(item));
      case 'mapping':
        return mapValues(node, (value) => this.resolveAll(value));
    }
  }

  /** What a reference points at: before 18.11, of a list only the elements themselves. */
  private resolveTarget(node: YamlNode): YamlNode {
    if (this.deep || node.kind !== 'sequence') return this.resolveAll(node);
    return mapItems(node, (item) => (item.kind === 'reference' ? this.resolve(item) : item));
  }

  private resolve(reference: ReferenceNode): YamlNode {
    if (!this.lenient) return this.resolveStrictly(reference);
    const { depth } = this;
    try {
      return this.resolveStrictly(reference);
    } catch (error) {
      if (!(error instanceof ConfigRefusal)) throw error;
      this.depth = depth;
      const nothing: YamlNode = { kind: 'sequence', items: [], at: reference.at };
      this.resolved.set(reference, nothing);
      return nothing;
    }
  }

  private resolveStrictly(reference: ReferenceNode): YamlNode {
    const path = pathOf(reference);
    if (path === undefined) throw refusal(reference, `${shown(reference)} is not valid`);
    const known = this.resolved.get(reference);
    if (known === 'in progress' || this.depth > DEEPEST_CHAIN) {
      throw refusal(reference, `${shown(reference)} is part of a circular chain`);
    }
    if (known !== undefined) return known;
    this.resolved.set(reference, 'in progress');
    this.depth += 1;
    const target = this.dig(path);
    const value = target === undefined ? undefined : this.resolveTarget(target);
    if (value === undefined || isFalse(value)) {
      throw refusal(reference, `${shown(reference)} could not be found`);
    }
    this.depth -= 1;
    this.resolved.set(reference, value);
    return value;
  }

  private dig(path: readonly string[]): YamlNode | undefined {
    let node: YamlNode | undefined = this.config;
    for (const name of path) {
      if (node?.kind !== 'mapping') return undefined;
      node = node.entries.get(name)?.value;
    }
    return node;
  }
}

const isFalse = (node: YamlNode): boolean =>
  node.kind === 'scalar' && (node.type === 'nil' || node.value === false);

const pathOf = ({ target }: ReferenceNode): string[] | undefined => {
  if (target.kind !== 'sequence' || target.items.length === 0) return undefined;
  const names = target.items.filter(isString).map((item) => item.value);
  return names.length === target.items.length ? names : undefined;
};

/** The tag as GitLab prints it: a blank scalar or mapping shows as the empty list that Psych keeps beside it. */
const shown = ({ target }: ReferenceNode): string => {
  if (target.kind !== 'sequence' && isBlank(target)) return '!reference []';
  return `!reference ${inspect(target, true)}`;
};

const refusal = (reference: ReferenceNode, message: string): ConfigRefusal =>
  new ConfigRefusal({ code: 'CI_REFERENCE', message, at: reference.at });

const mapItems = (node: YamlNode & { kind: 'sequence' }, change: (item: YamlNode) => YamlNode): YamlNode => {
  let items: YamlNode[] | undefined;
  for (const [place, item] of node.items.entries()) {
    const next = change(item);
    if (next === item) continue;
    items ??= [...node.items];
    items[place] = next;
  }
  return items === undefined ? node : { ...node, items };
};

const mapValues = (node: MappingNode, change: (value: YamlNode) => YamlNode): MappingNode => {
  let entries: Map<string, { key: YamlNode; value: YamlNode }> | undefined;
  for (const [id, { key, value }] of node.entries) {
    const next = change(value);
    if (next === value) continue;
    entries ??= new Map(node.entries);
    entries.set(id, { key, value: next });
  }
  return entries === undefined ? node : { ...node, entries };
};
