import { compileUntrusted, evaluateExpression } from '../expression/index.js';
import type { MappingNode, YamlNode } from '../node.js';
import { parseJson } from '../value/json.js';
import { inspect, textOf } from '../value/ruby-text.js';
import { scalar } from '../value/scalar.js';
import { get, has, isBoolean, isNil, isNumeric, isString, keyText, same } from '../value/tree.js';

/** `spec:inputs` against given inputs: GitLab's lib/ci/inputs and interpolation/inputs.rb. */

type InputType = 'array' | 'boolean' | 'number' | 'string';

const INPUT_TYPES: readonly InputType[] = ['array', 'boolean', 'number', 'string'];

export interface GivenInputs {
  readonly values: MappingNode;
  /** Inputs given from outside have string keys inside, those of an include symbols: it shows in their text. */
  readonly stringKeys: boolean;
}

export interface CheckedInputs {
  readonly errors: readonly string[];
  readonly values: ReadonlyMap<string, YamlNode>;
}

export const checkInputs = (specs: YamlNode | undefined, given: GivenInputs): CheckedInputs => {
  const builder = new Builder(specs);
  const values = builder.check(given);
  return { errors: [...unknownInputs(builder.names, given.values), ...builder.errors()], values };
};

const unknownInputs = (names: ReadonlySet<string>, given: MappingNode): string[] => {
  const unknown = [...given.entries.keys()].filter((id) => !names.has(id)).map(keyText);
  return unknown.length === 0 ? [] : [`unknown input arguments: ${unknown.join(', ')}`];
};

class Builder {
  private readonly inputs: Input[] = [];
  private readonly failures: string[] = [];

  constructor(specs: YamlNode | undefined) {
    if (specs?.kind !== 'mapping') return;
    for (const [id, { value }] of specs.entries) {
      const type = typeOf(value);
      if (type === undefined) {
        this.failures.push(
          `unknown input specification for \`${keyText(id)}\` (valid types: ${INPUT_TYPES.join(', ')})`,
        );
      } else {
        this.inputs.push(new Input(id, value, type));
      }
    }
  }

  get names(): ReadonlySet<string> {
    return new Set(this.inputs.map(({ id }) => id));
  }

  errors(): string[] {
    return [...this.failures, ...this.inputs.flatMap((input) => input.errors)];
  }

  /** In order, since the rules of an input may look at the ones before it. */
  check(given: GivenInputs): Map<string, YamlNode> {
    const resolved = new Map<string, YamlNode>();
    for (const input of this.inputs) {
      const parameter = given.values.entries.get(input.id)?.value;
      const all = new Map([...given.values.entries].map(([id, { value }]) => [id, value] as const));
      for (const [id, value] of resolved) all.set(id, value);
      input.validate(parameter, all, given.stringKeys);
      resolved.set(input.id, input.actualValue(parameter, all, given.stringKeys));
    }
    return resolved;
  }
}

const typeOf = (spec: YamlNode): InputType | undefined => {
  if (isNil(spec)) return 'string';
  if (spec.kind !== 'mapping') return undefined;
  if (!has(spec, 'type')) return 'string';
  const type = get(spec, 'type');
  return INPUT_TYPES.find((name) => isString(type) && type.value === name);
};

/** Where a judged value comes from, and how its mappings print their keys. */
interface Judged {
  readonly origin: 'default' | 'provided';
  readonly stringKeys: boolean;
}

class Input {
  readonly id: string;
  readonly errors: string[] = [];
  private readonly spec: YamlNode;
  private readonly type: InputType;

  constructor(id: string, spec: YamlNode, type: InputType) {
    this.id = id;
    this.spec = spec;
    this.type = type;
  }

  validate(parameter: YamlNode | undefined, all: ReadonlyMap<string, YamlNode>, stringKeys: boolean): void {
    const given = this.withoutEmpty(parameter);
    if (this.isRequired() && isNil(given)) this.fail('required value has not been provided');
    if (this.errors.length > 0) return;
    const fallback = this.fallback(all);
    if (!this.isRequired() && fallback !== undefined && !isNil(fallback)) {
      this.judge(this.coerce(fallback, true), all, { origin: 'default', stringKeys: true });
    }
    if (given !== undefined && !isNil(given))
      this.judge(this.coerce(given, stringKeys), all, { origin: 'provided', stringKeys });
  }

  actualValue(
    parameter: YamlNode | undefined,
    all: ReadonlyMap<string, YamlNode>,
    stringKeys: boolean,
  ): YamlNode {
    const given = this.withoutEmpty(parameter);
    if (given !== undefined && !isNil(given)) return this.coerce(given, stringKeys);
    return this.coerce(this.fallback(all) ?? { ...scalar.nil, at: this.spec.at }, true);
  }

  private withoutEmpty(parameter: YamlNode | undefined): YamlNode | undefined {
    const isEmpty = isString(parameter) && parameter.value === '' && this.rules() !== undefined;
    return isEmpty ? undefined : parameter;
  }

  private fail(message: string): void {
    this.errors.push(`\`${keyText(this.id)}\` input: ${message}`);
  }

  private rules(): readonly YamlNode[] | undefined {
    const rules = get(this.spec, 'rules');
    return rules?.kind === 'sequence' ? rules.items : undefined;
  }

  private isRequired(): boolean {
    if (has(this.spec, 'default')) return false;
    return !(this.rules() ?? []).some((rule) => has(rule, 'default'));
  }

  private matchingRule(all: ReadonlyMap<string, YamlNode>): YamlNode | undefined {
    return this.rules()?.find((rule) => {
      const condition = get(rule, 'if');
      if (!isString(condition)) return true;
      const inputs = (name: string): string | number | boolean | null | undefined => {
        const value = all.get(name);
        if (value?.kind !== 'scalar') return undefined;
        return typeof value.value === 'bigint' ? String(value.value) : value.value;
      };
      return evaluateExpression(condition.value, () => undefined, {
        inputs: (name) => {
          const value = inputs(name);
          return typeof value === 'number' ? String(value) : value;
        },
      }).truthful;
    });
  }

  private fallback(all: ReadonlyMap<string, YamlNode>): YamlNode | undefined {
    const ruled = get(this.matchingRule(all), 'default');
    return ruled === undefined || isNil(ruled) ? get(this.spec, 'default') : ruled;
  }

  private options(all: ReadonlyMap<string, YamlNode>): YamlNode | undefined {
    const ruled = get(this.matchingRule(all), 'options');
    const options = ruled === undefined || isNil(ruled) ? get(this.spec, 'options') : ruled;
    return isNil(options) ? undefined : options;
  }

  /** Text for strings; for the other types what the value's text is in JSON, or the value itself. */
  private coerce(value: YamlNode, stringKeys: boolean): YamlNode {
    if (this.type === 'string') {
      const text = value.kind === 'scalar' ? textOf(value) : inspect(value, stringKeys);
      return { ...scalar.string(text), at: value.at };
    }
    if (isNil(value)) return value;
    const text = value.kind === 'scalar' ? textOf(value) : inspect(value, stringKeys);
    return parseJson(text, value.at) ?? value;
  }

  private judge(value: YamlNode, all: ReadonlyMap<string, YamlNode>, from: Judged): void {
    this.judgeType(value, from.origin);
    this.judgeOptions(value, all, from.stringKeys);
    this.judgeRegex(value, from.origin);
  }

  private judgeType(value: YamlNode, origin: string): void {
    if (this.type === 'array' && value.kind !== 'sequence') this.fail(`${origin} value is not an array`);
    if (this.type === 'boolean' && !isBoolean(value)) this.fail(`${origin} value is not a boolean`);
    if (this.type === 'number' && !isNumeric(value)) this.fail(`${origin} value is not a number`);
  }

  private judgeOptions(value: YamlNode, all: ReadonlyMap<string, YamlNode>, stringKeys: boolean): void {
    if (this.type === 'array' || this.type === 'boolean') {
      const options = get(this.spec, 'options');
      if (!isFalse(options)) this.fail('Options can only be used with string and number inputs');
      return;
    }
    const options = this.options(all);
    if (isFalse(options) || isFalse(value) || options?.kind !== 'sequence') return;
    if (this.type === 'string') {
      if (options.items.some((option) => textOf(option) === textOf(value))) return;
      this.fail(`\`${textOf(value)}\` cannot be used because it is not in the list of allowed options`);
      return;
    }
    if (options.items.some((option) => same(option, value))) return;
    const text = value.kind === 'scalar' ? textOf(value) : inspect(value, stringKeys);
    this.fail(`\`${text}\` cannot be used because it is not in the list of the allowed options`);
  }

  private judgeRegex(value: YamlNode, origin: string): void {
    if (!has(this.spec, 'regex')) return;
    if (this.type !== 'string') {
      this.fail('RegEx validation can only be used with string inputs');
      return;
    }
    const regex = get(this.spec, 'regex');
    if (!isString(value)) return;
    const pattern = compileUntrusted(isString(regex) ? regex.value : '');
    if (pattern === undefined) this.fail('invalid regular expression');
    else if (!pattern.found(value.value)) this.fail(`${origin} value does not match required RegEx pattern`);
  }
}

const isFalse = (node: YamlNode | undefined): boolean =>
  node === undefined || isNil(node) || (isBoolean(node) && !node.value);
