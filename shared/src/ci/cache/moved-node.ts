import type { MappingEntry, YamlNode } from '../node.js';
import type { Moves } from './moves.js';

/** The same values at their new places. What an alias names is copied for each, as often as the limits of a file allow. */
export const movedNode = (node: YamlNode, moves: Moves): YamlNode => {
  const at = moves.place(node.at);
  switch (node.kind) {
    case 'scalar':
      return at === node.at ? node : { ...node, at };
    case 'reference':
      return { ...node, target: movedNode(node.target, moves), at };
    case 'sequence':
      return { ...node, items: node.items.map((item) => movedNode(item, moves)), at };
    case 'mapping': {
      const entries = new Map<string, MappingEntry>();
      for (const [id, { key, value }] of node.entries) {
        entries.set(id, { key: movedNode(key, moves), value: movedNode(value, moves) });
      }
      return { ...node, entries, at };
    }
  }
};
