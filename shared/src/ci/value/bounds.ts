import type { YamlNode } from '../node.js';

/** Far beyond any config; GitLab's own process would not come back from more. */
const MAX_NODES = 1_000_000;
const MAX_DEPTH = 500;

/**
 * Whether a value is too large to go on with. References and aliases share nodes, so a few lines can stand for
 * billions of values: this stops after a bounded number of steps.
 */
export const exceedsBounds = (root: YamlNode): boolean => {
  let left = MAX_NODES;
  const visit = (node: YamlNode, depth: number): boolean => {
    left -= 1;
    if (left < 0 || depth > MAX_DEPTH) return true;
    if (node.kind === 'sequence') {
      for (const item of node.items) if (visit(item, depth + 1)) return true;
    } else if (node.kind === 'mapping') {
      for (const { value } of node.entries.values()) if (visit(value, depth + 1)) return true;
    }
    return false;
  };
  return visit(root, 0);
};
