import type { MappingNode, YamlNode } from '../node.js';
import { scalar } from '../value/scalar.js';
import { get, isString } from '../value/tree.js';

const EDGES = ['.pre', '.post'];

/** Puts `.pre` first and `.post` last in an explicit list of stages (lib/gitlab/ci/config/stages.rb). */
export const wrapStages = (config: MappingNode): MappingNode => {
  const list = get(config, 'stages');
  const entry = config.entries.get('stages');
  if (list?.kind !== 'sequence' || list.items.length === 0 || entry === undefined) return config;
  const isEdge = (item: YamlNode): boolean => isString(item) && EDGES.includes(item.value);
  const inner = list.items.filter((item) => !isEdge(item));
  const edge = (name: string): YamlNode => ({ ...scalar.string(name), at: list.at });
  const items = [edge('.pre'), ...inner, edge('.post')];
  const entries = new Map(config.entries).set('stages', { key: entry.key, value: { ...list, items } });
  return { ...config, entries };
};
