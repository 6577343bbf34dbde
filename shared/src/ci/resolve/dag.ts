/**
 * The first cycle that Ruby's TSort meets, in its words; nothing without cycles. Same walk as
 * lib/gitlab/ci/yaml_processor/dag.rb: strongly connected components in depth-first order.
 */
export const findCycle = (nodes: ReadonlyMap<string, readonly string[]>): string | undefined => {
  const ids = new Map<string, number | undefined>();
  const stack: string[] = [];

  interface Visit {
    readonly node: string;
    readonly id: number;
    readonly height: number;
    lowest: number;
    next: number;
  }
  const start = (node: string): Visit => {
    const id = ids.size;
    ids.set(node, id);
    const height = stack.length;
    stack.push(node);
    return { node, id, height, lowest: id, next: 0 };
  };

  const walk = (root: string): string | undefined => {
    const visits = [start(root)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const children = nodes.get(visit.node) ?? [];
      if (visit.next === 0 && children.includes(visit.node)) return `self-dependency: ${visit.node}`;
      const child = children[visit.next];
      if (child !== undefined) {
        visit.next += 1;
        if (!ids.has(child)) visits.push(start(child));
        else visit.lowest = Math.min(visit.lowest, ids.get(child) ?? visit.lowest);
        continue;
      }
      visits.pop();
      if (visit.lowest === visit.id) {
        const component = stack.splice(visit.height);
        if (component.length > 1)
          return `topological sort failed: ${JSON.stringify(component).replaceAll('","', '", "')}`;
        for (const node of component) ids.set(node, undefined);
      }
      const parent = visits.at(-1);
      if (parent !== undefined) parent.lowest = Math.min(parent.lowest, visit.lowest);
    }
    return undefined;
  };

  for (const node of nodes.keys()) {
    if (ids.has(node)) continue;
    const cycle = walk(node);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
};
