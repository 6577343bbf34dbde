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

/**
 * Variables in order of rising precedence; of equal keys the last one counts, whatever its value.
 * GitLab: lib/gitlab/ci/variables/collection.rb.
 */
export class VariableCollection {
  readonly items: readonly Variable[];
  /** GitLab's own words when the variables name each other in a circle; then nothing is expanded. */
  readonly error?: string;
  readonly #byKey = new Map<string, Variable[]>();

  constructor(items: readonly Variable[], error?: string) {
    this.items = items;
    if (error !== undefined) this.error = error;
    for (const item of items) {
      const same = this.#byKey.get(item.key);
      if (same === undefined) this.#byKey.set(item.key, [item]);
      else same.push(item);
    }
  }

  /** The variable that counts. */
  get(key: string): Variable | undefined {
    return this.#byKey.get(key)?.at(-1);
  }

  /** All variables of that key, lowest precedence first. */
  all(key: string): readonly Variable[] {
    return this.#byKey.get(key) ?? [];
  }

  /** The value that counts: null is defined without a value, undefined not defined. */
  value(key: string): string | null | undefined {
    const variable = this.get(key);
    return variable === undefined ? undefined : variable.value;
  }

  /** Name and value of everything that counts, in the order in which the names first come. */
  toRecord(): Readonly<Record<string, string | null>> {
    return Object.fromEntries([...this.#byKey.keys()].map((key) => [key, this.value(key) ?? null]));
  }
}
