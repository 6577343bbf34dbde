import { mayReference } from './reference.js';
import type { Variable } from './variable.js';

/**
 * Variables of one origin, lowest precedence first. Layers are shared by the collections of many jobs: a list is made
 * when something asks for it, and indexed once.
 */
export class VariableLayer {
  readonly #make: () => readonly Variable[];
  #items: readonly Variable[] | undefined;
  #index: ReadonlyMap<string, readonly Variable[]> | undefined;
  #expandable: readonly Variable[] | undefined;

  constructor(make: () => readonly Variable[]) {
    this.#make = make;
  }

  get items(): readonly Variable[] {
    this.#items ??= this.#make();
    return this.#items;
  }

  /** Those with a reference that GitLab expands. */
  get expandable(): readonly Variable[] {
    this.#expandable ??= this.items.filter(isExpandable);
    return this.#expandable;
  }

  /** Those of that key, lowest precedence first; undefined: none. */
  all(key: string): readonly Variable[] | undefined {
    this.#index ??= indexOf(this.items);
    return this.#index.get(key);
  }
}

/** Whether the variable's own value is expanded: it may hold a reference and is not raw. */
export function isExpandable({ raw, value }: Variable): boolean {
  return raw !== true && value !== null && mayReference(value);
}

function indexOf(items: readonly Variable[]): ReadonlyMap<string, readonly Variable[]> {
  const index = new Map<string, Variable[]>();
  for (const item of items) {
    const same = index.get(item.key);
    if (same === undefined) index.set(item.key, [item]);
    else same.push(item);
  }
  return index;
}
