import type { YamlNode } from '../../node.js';
import { isText } from '../../value/tree.js';
import type { Rule } from '../checks.js';
import { complaint, isHash } from './complaint.js';

/** Validators of lists in lists (lib/gitlab/config/entry/validators/nested_array_helpers.rb). */

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
