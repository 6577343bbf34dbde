import { expandText, joinPath } from '../go/index.js';
import type { JobVariable } from './response.js';

/** A job variable as the Runner holds it; `internal` is not part of the wire format. */
export interface Variable {
  readonly key: string;
  readonly value: string;
  readonly public: boolean;
  readonly internal: boolean;
  readonly file: boolean;
  readonly masked: boolean;
  readonly raw: boolean;
}

/** A variable with everything unsaid false, as Go's decoder leaves it. */
export function variable(given: Pick<Variable, 'key' | 'value'> & Partial<Variable>): Variable {
  return { public: false, internal: false, file: false, masked: false, raw: false, ...given };
}

export function fromWire(given: JobVariable): Variable {
  return variable({
    key: given.key ?? '',
    value: given.value ?? '',
    public: given.public === true,
    file: given.file === true,
    masked: given.masked === true,
    raw: given.raw === true,
  });
}

const TEMP_PROJECT_DIR = 'RUNNER_TEMP_PROJECT_DIR';
// Positional and special parameters of a shell have no value here; `$$` stands for one dollar sign.
const VALUELESS = /^[*#@!?0-9]$/;

/**
 * The Runner's variable list: duplicates are kept, the last one counts. Source: common/spec/variables.go.
 */
export class Variables {
  #items: readonly Variable[];
  #last: ReadonlyMap<string, Variable> | undefined;

  constructor(items: readonly Variable[]) {
    this.#items = items;
  }

  get items(): readonly Variable[] {
    return this.#items;
  }

  /** The value of a variable; of a file variable the path of the file. */
  get(key: string): string {
    const found = this.#find(key);
    if (found === undefined) return key === '$' ? '$' : '';
    return found.file ? joinPath(this.value(TEMP_PROJECT_DIR), key) : found.value;
  }

  /** The value of a variable; of a file variable its content. */
  value(key: string): string {
    return this.#find(key)?.value ?? (key === '$' ? '$' : '');
  }

  /** `$NAME` and `${NAME}` replaced, once. */
  expandValue(text: string): string {
    return expandText(text, (name) => this.get(name));
  }

  /** Every value that is not raw expanded against the unexpanded list. */
  expand(): Variables {
    return new Variables(
      this.#items.map((one) => {
        const value = one.raw ? one.value : this.expandValue(one.value);
        return value === one.value ? one : { ...one, value };
      }),
    );
  }

  /** Values of all masked variables, shadowed ones too. */
  masked(): string[] {
    return this.#items.filter(({ masked }) => masked).map(({ value }) => value);
  }

  /** Replaces the first variable of that name, in place: what a user set after it still wins. */
  overwriteFirst(replacement: Variable): void {
    const at = this.#items.findIndex(({ key }) => key === replacement.key);
    if (at < 0) return;
    this.#items = this.#items.with(at, replacement);
    this.#last = undefined;
  }

  #find(key: string): Variable | undefined {
    if (key === '$' || VALUELESS.test(key)) return undefined;
    this.#last ??= new Map(this.#items.map((one) => [one.key, one]));
    return this.#last.get(key);
  }
}
