import { checkExpression, hasRubySyntax, regexpFromRubySyntax } from '../expression/index.js';
import type { MappingEntry, YamlNode } from '../node.js';
import { inspect, textOf } from '../value/ruby-text.js';
import { get, has, isBlank, isBoolean, isInteger, isString, isText, keyText, same } from '../value/tree.js';
import type { Rule } from './checks.js';
import type { Complaint, ProblemCode } from './entry.js';

/** GitLab's validators (lib/gitlab/config/entry/validators.rb) and ActiveModel's, with their texts. */

const complaint = (code: ProblemCode, message: string, at?: YamlNode): Complaint =>
  at === undefined ? { code, message } : { code, message, at };

const entriesOf = (value: YamlNode | undefined): readonly (readonly [string, MappingEntry])[] =>
  value?.kind === 'mapping' ? [...value.entries] : [];

const rubyClasses = {
  Hash: (value: YamlNode | undefined) => value?.kind === 'mapping',
  Array: (value: YamlNode | undefined) => value?.kind === 'sequence',
  String: isString,
  Symbol: (value: YamlNode | undefined) => value?.kind === 'scalar' && value.type === 'symbol',
  Integer: isInteger,
} as const;

export const ofType =
  (name: keyof typeof rubyClasses, message?: string): Rule =>
  (value) => {
    if (rubyClasses[name](value)) return undefined;
    const article = /^[aeiou]/i.test(name) ? 'an' : 'a';
    return complaint('CI_CONFIG_TYPE', message ?? `should be ${article} ${name.toLowerCase()}`);
  };

export const present: Rule = (value) =>
  isBlank(value) ? complaint('CI_CONFIG_REQUIRED', "can't be blank") : undefined;

export const absent =
  (message = 'must be blank'): Rule =>
  (value) =>
    isBlank(value) ? undefined : complaint('CI_CONFIG_CONFLICT', message);

export const oneOf =
  (values: readonly string[], message = 'is not included in the list'): Rule =>
  (value) =>
    isString(value) && values.includes(value.value) ? undefined : complaint('CI_CONFIG_VALUE', message);

export const allowedKeys = (keys: readonly string[]): Rule => {
  const known = new Set(keys);
  return (value) => {
    if (value?.kind !== 'mapping') return undefined;
    const unknown: (readonly [string, MappingEntry])[] = [];
    for (const entry of value.entries) if (!known.has(keyText(entry[0]))) unknown.push(entry);
    if (unknown.length === 0) return undefined;
    const names = unknown.map(([id]) => keyText(id)).join(', ');
    return complaint('CI_CONFIG_KEYS', `contains unknown keys: ${names}`, unknown[0]?.[1].key);
  };
};

export const disallowedKeys =
  (
    keys: readonly string[],
    {
      message = 'contains disallowed keys',
      ignoreNil = false,
    }: { message?: string; ignoreNil?: boolean } = {},
  ): Rule =>
  (value) => {
    const found = entriesOf(value).filter(
      ([id, entry]) =>
        keys.includes(id) && !(ignoreNil && entry.value.kind === 'scalar' && entry.value.type === 'nil'),
    );
    if (found.length === 0) return undefined;
    return complaint(
      'CI_CONFIG_CONFLICT',
      `${message}: ${found.map(([id]) => id).join(', ')}`,
      found[0]?.[1].key,
    );
  };

export const requiredKeys =
  (keys: readonly string[]): Rule =>
  (value) => {
    const missing = keys.filter((name) => get(value, name) === undefined);
    if (missing.length === 0) return undefined;
    return complaint('CI_CONFIG_REQUIRED', `missing required keys: ${missing.join(', ')}`);
  };

export const onlyOneOfKeys =
  (keys: readonly string[]): Rule =>
  (value) =>
    keys.filter((name) => get(value, name) !== undefined).length === 1
      ? undefined
      : complaint('CI_CONFIG_KEYS', `must use exactly one of these keys: ${keys.join(', ')}`);

export const exclusiveKeys =
  (...keys: readonly string[]): Rule =>
  (value) => {
    if (keys.filter((name) => has(value, name)).length < 2) return undefined;
    const found = entriesOf(value).filter(([id]) => keys.includes(id));
    const names = found.map(([id]) => id).join(', ');
    return complaint('CI_CONFIG_CONFLICT', `these keys cannot be used together: ${names}`, found[1]?.[1].key);
  };

export const allowedValues =
  (values: readonly string[]): Rule =>
  (value) => {
    const text = value === undefined ? '' : textOf(value);
    return values.includes(text) ? undefined : complaint('CI_CONFIG_VALUE', `unknown value: ${text}`);
  };

export const allowedListValues =
  (values: readonly string[]): Rule =>
  (value) => {
    if (value?.kind !== 'sequence') return undefined;
    const unknown = value.items.filter((item) => !(isString(item) && values.includes(item.value)));
    if (unknown.length === 0) return undefined;
    return complaint('CI_CONFIG_VALUE', `contains unknown values: ${rubyJoin(unknown)}`, unknown[0]);
  };

/** Array#join(', ') flattens nested lists. */
const rubyJoin = (items: readonly YamlNode[]): string =>
  items.map((item) => (item.kind === 'sequence' ? rubyJoin(item.items) : textOf(item))).join(', ');

const isTextList = (value: YamlNode | undefined): boolean =>
  value?.kind === 'sequence' && value.items.every(isText);

const culprit = (value: YamlNode | undefined, test: (item: YamlNode) => boolean): YamlNode | undefined =>
  value?.kind === 'sequence' ? value.items.find((item) => !test(item)) : undefined;

export const listOfStrings: Rule = (value) =>
  isTextList(value)
    ? undefined
    : complaint('CI_CONFIG_TYPE', 'should be an array of strings', culprit(value, isText));

export const listOfStringsMatching =
  (pattern: RegExp, message: string): Rule =>
  (value, entry) => {
    if (value?.kind !== 'sequence' || !isTextList(value)) return listOfStrings(value, entry);
    const wrong = value.items.find((item) => isText(item) && !pattern.test(item.value));
    return wrong === undefined ? undefined : complaint('CI_CONFIG_VALUE', message, wrong);
  };

export const stringOrList: Rule = (value) =>
  isTextList(value) || isText(value)
    ? undefined
    : complaint('CI_CONFIG_TYPE', 'should be an array of strings or a string', culprit(value, isText));

const isHash = (value: YamlNode | undefined): boolean => value?.kind === 'mapping';

export const listOfMappings: Rule = (value) =>
  value?.kind === 'sequence' && value.items.every(isHash)
    ? undefined
    : complaint('CI_CONFIG_TYPE', 'should be an array of hashes', culprit(value, isHash));

export const listOrString: Rule = (value) =>
  value?.kind === 'sequence' || isString(value)
    ? undefined
    : complaint('CI_CONFIG_TYPE', 'should be an array or a string');

export const boolean: Rule = (value) =>
  isBoolean(value) ? undefined : complaint('CI_CONFIG_TYPE', 'should be a boolean value');

export const mappingOrString: Rule = (value) =>
  isHash(value) || isString(value) ? undefined : complaint('CI_CONFIG_TYPE', 'should be a hash or a string');

export const mappingOrInteger: Rule = (value) =>
  isHash(value) || isInteger(value)
    ? undefined
    : complaint('CI_CONFIG_TYPE', 'should be a hash or an integer');

export const mappingOrBoolean: Rule = (value) =>
  isHash(value) || isBoolean(value)
    ? undefined
    : complaint('CI_CONFIG_TYPE', 'should be a hash or a boolean value');

export const integersOrInteger: Rule = (value) =>
  isInteger(value) || (value?.kind === 'sequence' && value.items.every(isInteger))
    ? undefined
    : complaint('CI_CONFIG_TYPE', 'should be an array of integers or an integer', culprit(value, isInteger));

/** True when the nesting goes no deeper than `levels` and every leaf holds. */
const nestedWithin = (value: YamlNode, levels: number, leaf: (value: YamlNode) => boolean): boolean => {
  if (leaf(value)) return true;
  if (levels <= 0 || value.kind !== 'sequence') return false;
  return value.items.every((item) => nestedWithin(item, levels - 1, leaf));
};

const isNestedList = (
  value: YamlNode | undefined,
  levels: number,
  leaf: (value: YamlNode) => boolean,
): boolean => value?.kind === 'sequence' && nestedWithin(value, levels, leaf);

const nestedCulprit = (
  value: YamlNode | undefined,
  leaf: (value: YamlNode) => boolean,
): YamlNode | undefined => {
  if (value?.kind !== 'sequence') return undefined;
  for (const item of value.items) {
    if (leaf(item)) continue;
    return item.kind === 'sequence' ? (nestedCulprit(item, leaf) ?? item) : item;
  }
  return undefined;
};

export const stringOrNestedStrings =
  (levels: number): Rule =>
  (value) =>
    isText(value) || isNestedList(value, levels, isText)
      ? undefined
      : complaint(
          'CI_CONFIG_TYPE',
          `should be a string or a nested array of strings up to ${levels} levels deep`,
          nestedCulprit(value, isText),
        );

export const nestedStrings =
  (levels: number): Rule =>
  (value) =>
    isNestedList(value, levels, isText)
      ? undefined
      : complaint(
          'CI_CONFIG_TYPE',
          `should be an array of strings or a nested array of strings up to ${levels} levels deep`,
          nestedCulprit(value, isText),
        );

export const nestedMappings =
  (levels: number): Rule =>
  (value) =>
    isNestedList(value, levels, isHash)
      ? undefined
      : complaint(
          'CI_CONFIG_TYPE',
          'should be an array containing hashes and arrays of hashes',
          nestedCulprit(value, isHash),
        );

/** A regular expression in slashes that RE2 takes. */
export const regexp: Rule = (value) =>
  isString(value) && regexpFromRubySyntax(value.value) !== undefined
    ? undefined
    : complaint('CI_CONFIG_VALUE', 'must be a regular expression with re2 syntax');

const isRefPattern = (value: YamlNode): boolean =>
  isString(value) && (!hasRubySyntax(value.value) || regexpFromRubySyntax(value.value) !== undefined);

export const refPatterns: Rule = (value) =>
  value?.kind === 'sequence' && value.items.every(isRefPattern)
    ? undefined
    : complaint(
        'CI_CONFIG_VALUE',
        'should be an array of strings or regular expressions using re2 syntax',
        culprit(value, isRefPattern),
      );

/** Most conditions of a config stand in it many times over. */
const CHECKED = new Map<string, boolean>();
const CHECKED_SIZE = 2000;

export const isExpression = (text: string): boolean => {
  const known = CHECKED.get(text);
  if (known !== undefined) return known;
  const valid = checkExpression(text) !== 'invalid';
  if (CHECKED.size >= CHECKED_SIZE) CHECKED.clear();
  CHECKED.set(text, valid);
  return valid;
};

export const expression: Rule = (value) =>
  isString(value) && isExpression(value.value)
    ? undefined
    : complaint('CI_CONFIG_VALUE', 'invalid expression syntax');

export const alphanumeric: Rule = (value) =>
  isText(value) || isInteger(value)
    ? undefined
    : complaint('CI_CONFIG_TYPE', 'must be an alphanumeric string');

export const isScalar = (value: YamlNode | undefined): boolean =>
  value?.kind === 'scalar' && value.type !== 'nil';

export const scalarValue: Rule = (value) =>
  isScalar(value) ? undefined : complaint('CI_CONFIG_TYPE', 'must be a scalar');

/** Keys and list elements that matrix variables may be made of. */
const isAlphanumeric = (value: YamlNode): boolean => isText(value) || isInteger(value);

export const matrixVariables: Rule = (value) => {
  const sound =
    value?.kind === 'mapping' &&
    [...value.entries.values()].every(
      ({ key, value: item }) =>
        isAlphanumeric(key) &&
        (item.kind === 'sequence' ? item.items.every(isAlphanumeric) : isAlphanumeric(item)),
    );
  return sound
    ? undefined
    : complaint('CI_CONFIG_TYPE', 'should be a hash of key value pairs, value can be an array');
};

/** `length` of texts (characters), lists and mappings; ActiveModel takes nil for the empty length. */
const lengthOf = (value: YamlNode | undefined): number => {
  if (value === undefined) return 0;
  if (value.kind === 'sequence') return value.items.length;
  if (value.kind === 'mapping') return value.entries.size;
  if (value.kind === 'reference') return 1;
  return value.type === 'nil' ? 0 : [...(isText(value) ? value.value : inspect(value))].length;
};

export const longest =
  (maximum: number, message = `is too long (maximum is ${maximum} characters)`): Rule =>
  (value) =>
    lengthOf(value) > maximum ? complaint('CI_CONFIG_VALUE', message) : undefined;

export const shortest =
  (minimum: number, message: string): Rule =>
  (value) =>
    lengthOf(value) < minimum ? complaint('CI_CONFIG_VALUE', message) : undefined;

/** ActiveModel's numericality with only_integer and bounds: the first failing test speaks. */
export const integerBetween =
  (least: number, most: number): Rule =>
  (value) => {
    const number = numberOf(value);
    if (number === undefined) return complaint('CI_CONFIG_TYPE', 'is not a number');
    if (number === 'fraction') return complaint('CI_CONFIG_TYPE', 'must be an integer');
    if (number < least) return complaint('CI_CONFIG_VALUE', `must be greater than or equal to ${least}`);
    if (number > most) return complaint('CI_CONFIG_VALUE', `must be less than or equal to ${most}`);
    return undefined;
  };

const numberOf = (value: YamlNode | undefined): number | 'fraction' | undefined => {
  if (value?.kind !== 'scalar') return undefined;
  const text = textOf(value);
  if (value.type === 'string' || value.type === 'integer' || value.type === 'float') {
    if (/^[+-]?\d+\n?$/.test(text)) return Number(text);
    if (value.type === 'float') return 'fraction';
    return /^\s*[+-]?(?:\d+(?:_?\d+)*(?:\.\d+)?)(?:[eE][+-]?\d+)?\s*$/.test(text) ? 'fraction' : undefined;
  }
  return undefined;
};

/** `in` of a value by Ruby's equality. */
export const isAmong = (value: YamlNode | undefined, items: readonly YamlNode[]): boolean =>
  value !== undefined && items.some((item) => same(item, value));
