import type { YamlNode } from '../../node.js';
import { inspect, textOf } from '../../value/ruby-text.js';
import { isText } from '../../value/tree.js';
import type { Rule } from '../checks.js';
import { complaint } from './complaint.js';

/** ActiveModel's validators of length and number. */

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
