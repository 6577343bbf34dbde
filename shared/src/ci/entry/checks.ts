import type { YamlNode } from '../node.js';
import { isBlank, isNil, isString } from '../value/tree.js';
import type { Attribute, Check, Complaint, Entry } from './entry.js';

/** Judges one value: the complaint, or nothing. */
export type Rule = (
  value: YamlNode | undefined,
  entry: Entry,
) => Complaint | readonly Complaint[] | undefined;

interface Conditions {
  readonly allowNil?: boolean;
  readonly allowBlank?: boolean;
  readonly when?: (entry: Entry) => boolean;
}

/** ActiveModel's `validates`: the rules in order, under the conditions. */
export const validates = (
  attribute: Attribute,
  rules: Rule | readonly Rule[],
  { allowNil = false, allowBlank = false, when }: Conditions = {},
): Check => {
  const list = typeof rules === 'function' ? [rules] : rules;
  return (entry, report) => {
    if (when !== undefined && !when(entry)) return;
    const value = attribute.read(entry);
    if (allowNil && isNil(value)) return;
    if (allowBlank && isBlank(value)) return;
    for (const rule of list) {
      const found = rule(value, entry);
      if (found === undefined) continue;
      for (const complaint of 'code' in found ? [found] : found) report(attribute, complaint);
    }
  };
};

/** With conditions for several checks at once (`with_options allow_nil: true`). */
export const whenNotNil = (checks: readonly [Attribute, Rule | readonly Rule[]][]): Check[] =>
  checks.map(([attribute, rules]) => validates(attribute, rules, { allowNil: true }));

export const isMapping = (entry: Entry): boolean => entry.config.kind === 'mapping';
export const isList = (entry: Entry): boolean => entry.config.kind === 'sequence';
export const isTextConfig = (entry: Entry): boolean => isString(entry.config);
