import { VariableLayer } from './layer.js';
import type { Variable } from './variable.js';

/**
 * Variables in order of rising precedence; of equal keys the last one counts, whatever its value.
 * GitLab: lib/gitlab/ci/variables/collection.rb.
 */
export class VariableCollection {
  /** GitLab's own words when the variables name each other in a circle; then nothing is expanded. */
  readonly error?: string;
  #layers: readonly VariableLayer[];
  #items: readonly Variable[] | undefined;

  constructor(items: readonly Variable[], error?: string) {
    this.#layers = [new VariableLayer(() => items)];
    if (error !== undefined) this.error = error;
  }

  /** @param layers the lowest precedence first */
  static layered(layers: readonly VariableLayer[]): VariableCollection {
    const collection = new VariableCollection([]);
    collection.#layers = layers;
    return collection;
  }

  /** All of them, lowest precedence first. */
  get items(): readonly Variable[] {
    this.#items ??= this.#layers.flatMap(({ items }) => items);
    return this.#items;
  }

  /** Those whose values are expanded, lowest precedence first. */
  get expandable(): readonly Variable[] {
    return this.#layers.flatMap(({ expandable }) => expandable);
  }

  /** The variable that counts. */
  get(key: string): Variable | undefined {
    for (let at = this.#layers.length - 1; at >= 0; at -= 1) {
      const found = this.#layers[at]?.all(key);
      if (found !== undefined) return found.at(-1);
    }
    return undefined;
  }

  /** All variables of that key, lowest precedence first. */
  all(key: string): readonly Variable[] {
    return this.#layers.flatMap((layer) => layer.all(key) ?? []);
  }

  /** The value that counts: null is defined without a value, undefined not defined. */
  value(key: string): string | null | undefined {
    const variable = this.get(key);
    return variable === undefined ? undefined : variable.value;
  }

  /** Name and value of everything that counts, in the order in which the names first come. */
  toRecord(): Readonly<Record<string, string | null>> {
    const values = new Map(this.items.map(({ key, value }) => [key, value]));
    return Object.fromEntries(values);
  }
}
