import { checkExpression, hasRubySyntax, regexpFromRubySyntax } from '../../expression/index.js';
import type { YamlNode } from '../../node.js';
import { textOf } from '../../value/ruby-text.js';
import { isBlank, isString, same } from '../../value/tree.js';
import type { Rule } from '../checks.js';
import { complaint, culprit } from './complaint.js';

/** Validators of what a value says: GitLab's, and ActiveModel's with their texts. */

export const present: Rule = (value) =>
  isBlank(value) ? complaint('CI_CONFIG_REQUIRED', "can't be blank") : undefined;

export const absent =
  (message = 'must be blank'): Rule =>
  (value) =>
    isBlank(value) ? undefined : complaint('CI_CONFIG_CONFLICT', message);

/** ActiveModel's inclusion: of a list every element, so an empty one passes. */
export const oneOf = (values: readonly string[], message = 'is not included in the list'): Rule => {
  const isKnown = (value: YamlNode | undefined): boolean => isString(value) && values.includes(value.value);
  return (value) => {
    const passes = value?.kind === 'sequence' ? value.items.every(isKnown) : isKnown(value);
    return passes ? undefined : complaint('CI_CONFIG_VALUE', message);
  };
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

/** `in` of a value by Ruby's equality. */
export const isAmong = (value: YamlNode | undefined, items: readonly YamlNode[]): boolean =>
  value !== undefined && items.some((item) => same(item, value));
