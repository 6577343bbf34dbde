import { inspectText } from '../value/ruby-text.js';
import { VariableCollection } from './collection.js';
import { isExpandable } from './layer.js';
import { replaceReferences, variableReferences } from './reference.js';
import type { Variable } from './variable.js';

/**
 * Expands variables in each other, whatever their order; unknown names become empty, `$$` and `%%` stay, raw
 * variables are not expanded themselves. A circle leaves everything as it is and gives GitLab's error.
 * GitLab: `sort_and_expand_all` in lib/gitlab/ci/variables/collection.rb and collection/sort.rb. Of equal keys all
 * count as dependencies there, so a variable that names itself sees one of its key with another precedence.
 * @param reader `runner`: references to unknown, raw and file variables stay for the Runner to expand, as in the job
 * response (app/presenters/ci/build_runner_presenter.rb, runner_variables).
 */
export function sortAndExpandAll(
  variables: VariableCollection,
  reader: 'server' | 'runner' = 'server',
): VariableCollection {
  const components = stronglyConnected(variables);
  const circles = components.filter((component) => component.length > 1);
  if (circles.length > 0) {
    const names = circles.map((circle) => `[${circle.map(({ key }) => inspectText(key)).join(', ')}]`);
    return new VariableCollection(
      variables.items,
      `circular variable reference detected: ${names.join(', ')}`,
    );
  }
  const expanded: Variable[] = [];
  const done = new Map<string, Variable>();
  for (const item of components.flat()) {
    const value = expandItem(item, done, reader);
    const next = value === item.value ? item : { ...item, value };
    expanded.push(next);
    done.set(item.key, next);
  }
  return new VariableCollection(expanded);
}

/**
 * GitLab's error where variables name each other in a circle. Only expanded values lead on, so where none of them
 * names another there is none, and nothing has to be sorted.
 */
export function circularReference(variables: VariableCollection): string | undefined {
  const { expandable } = variables;
  if (expandable.length === 0) return undefined;
  const keys = new Set(expandable.map(({ key }) => key));
  const leadsOn = ({ value }: Variable) => {
    for (const { name } of variableReferences(value ?? '', 'escapes')) if (keys.has(name)) return true;
    return false;
  };
  return expandable.some(leadsOn) ? sortAndExpandAll(variables).error : undefined;
}

function expandItem(
  item: Variable,
  done: ReadonlyMap<string, Variable>,
  reader: 'server' | 'runner',
): string | null {
  const { value } = item;
  if (value === null || !isExpandable(item)) return value;
  return replaceReferences(value, 'escapes', ({ name, start, end }) => {
    const known = done.get(name);
    const left = known === undefined || known.raw === true || known.file === true;
    return left && reader === 'runner' ? value.slice(start, end) : (known?.value ?? '');
  });
}

interface Visit {
  readonly item: Variable;
  readonly id: number;
  readonly stackLength: number;
  readonly children: Iterator<Variable>;
  lowest: number;
}

/** Ruby's TSort (Tarjan), in its order: children first, then the node; without recursion. */
function stronglyConnected(variables: VariableCollection): Variable[][] {
  const ids = new Map<Variable, number | null>();
  const stack: Variable[] = [];
  const components: Variable[][] = [];
  for (const root of variables.items) {
    if (ids.has(root)) continue;
    if (!isExpandable(root)) {
      ids.set(root, null);
      components.push([root]);
      continue;
    }
    const visits = [enter(root, ids, stack, variables)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const child = visit.children.next();
      if (!child.done) {
        const seen = ids.get(child.value);
        if (seen === undefined) visits.push(enter(child.value, ids, stack, variables));
        else if (seen !== null) visit.lowest = Math.min(visit.lowest, seen);
        continue;
      }
      visits.pop();
      if (visit.id === visit.lowest) {
        const component = stack.splice(visit.stackLength);
        for (const item of component) ids.set(item, null);
        components.push(component);
      }
      const parent = visits.at(-1);
      if (parent !== undefined) parent.lowest = Math.min(parent.lowest, visit.lowest);
    }
  }
  return components;
}

function enter(
  item: Variable,
  ids: Map<Variable, number | null>,
  stack: Variable[],
  variables: VariableCollection,
): Visit {
  const id = ids.size;
  const visit: Visit = {
    item,
    id,
    stackLength: stack.length,
    children: children(item, variables),
    lowest: id,
  };
  ids.set(item, id);
  stack.push(item);
  return visit;
}

function* children(item: Variable, variables: VariableCollection): Generator<Variable> {
  if (item.value === null || !isExpandable(item)) return;
  for (const { name } of variableReferences(item.value, 'escapes')) yield* variables.all(name);
}
