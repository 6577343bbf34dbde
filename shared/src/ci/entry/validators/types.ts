import type { YamlNode } from '../../node.js';
import { isBoolean, isInteger, isString, isText } from '../../value/tree.js';
import type { Rule } from '../checks.js';
import { complaint, culprit, isHash, isTextList } from './complaint.js';

/** Validators of a value's kind (lib/gitlab/config/entry/validators.rb). */

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
