/** Where a variable comes from, lowest precedence first. */
export type VariableOrigin =
  | 'predefined'
  | 'yaml'
  | 'user'
  | 'instance'
  | 'group'
  | 'project'
  | 'pipeline'
  | 'schedule';

export interface Variable {
  readonly key: string;
  /** null: defined without a value (`CHAT_INPUT` without arguments); it still hides a value of lower precedence. */
  readonly value: string | null;
  /** `expand: false`: its own value is never expanded. */
  readonly raw?: boolean;
  readonly file?: boolean;
  readonly masked?: boolean;
  readonly origin?: VariableOrigin;
  /** The value is a stand-in: the real one is known to the server only. */
  readonly guessed?: boolean;
}

type Layer = readonly Variable[];

/**
 * Variables in order of rising precedence; of equal keys the last one counts, whatever its value.
 * GitLab: lib/gitlab/ci/variables/collection.rb.
 */
export class VariableCollection {
  /** GitLab's own words when the variables name each other in a circle; then nothing is expanded. */
  readonly error?: string;
  readonly #layers: readonly Layer[];
  #items: Layer | undefined;

  /** @param below lists of lower precedence, the lowest first; one that collections share is indexed only once */
  constructor(items: Layer, error?: string, below: readonly Layer[] = []) {
    this.#layers = [...below, items];
    if (error !== undefined) this.error = error;
  }

  /** All of them, lowest precedence first. */
  get items(): Layer {
    this.#items ??= this.#layers.flat();
    return this.#items;
  }

  /** The variable that counts. */
  get(key: string): Variable | undefined {
    for (let at = this.#layers.length - 1; at >= 0; at -= 1) {
      const found = indexOf(this.#layers[at] ?? []).get(key);
      if (found !== undefined) return found.at(-1);
    }
    return undefined;
  }

  /** All variables of that key, lowest precedence first. */
  all(key: string): readonly Variable[] {
    return this.#layers.flatMap((layer) => indexOf(layer).get(key) ?? []);
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

/** A pipeline's predefined variables stand under those of every job: they are read once. */
const INDEXES = new WeakMap<Layer, ReadonlyMap<string, readonly Variable[]>>();

function indexOf(layer: Layer): ReadonlyMap<string, readonly Variable[]> {
  const known = INDEXES.get(layer);
  if (known !== undefined) return known;
  const index = new Map<string, Variable[]>();
  for (const item of layer) {
    const same = index.get(item.key);
    if (same === undefined) index.set(item.key, [item]);
    else same.push(item);
  }
  INDEXES.set(layer, index);
  return index;
}
