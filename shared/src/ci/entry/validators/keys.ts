import type { MappingEntry, YamlNode } from '../../node.js';
import { get, has, keyText } from '../../value/tree.js';
import type { Rule } from '../checks.js';
import { complaint } from './complaint.js';

/** Validators of a mapping's keys (lib/gitlab/config/entry/validators.rb). */

const entriesOf = (value: YamlNode | undefined): readonly (readonly [string, MappingEntry])[] =>
  value?.kind === 'mapping' ? [...value.entries] : [];

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
