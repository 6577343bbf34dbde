import type { YamlNode } from '../node.js';
import { get, isString } from '../value/tree.js';
import { config, key } from './attributes.js';
import { validates, whenNotNil } from './checks.js';
import { refusal } from './common.js';
import type { Check, EntryType } from './entry.js';
import { allowedKeys, allowedValues, isExpression, listOfStrings, present, refPatterns } from './rules.js';

/** `only` and `except`: GitLab's entry/policy.rb. */

const POLICY_KEYS = ['refs', 'kubernetes', 'variables', 'changes'];

const refsPolicy: EntryType = { title: 'refs policy', checks: [validates(config, refPatterns)] };

const variableExpressions: Check = (entry, report) => {
  const expressions = get(entry.config, 'variables');
  if (expressions?.kind !== 'sequence') return;
  for (const item of expressions.items) {
    if (isString(item) && isExpression(item.value)) continue;
    report(key('variables'), { code: 'CI_CONFIG_VALUE', message: 'invalid expression syntax', at: item });
  }
};

const complexPolicy: EntryType = {
  title: 'complex policy',
  checks: [
    validates(config, present),
    validates(config, allowedKeys(POLICY_KEYS)),
    variableExpressions,
    ...whenNotNil([
      [key('refs'), refPatterns],
      [key('kubernetes'), allowedValues(['active'])],
      [key('variables'), listOfStrings],
      [key('changes'), listOfStrings],
    ]),
  ],
};

const unknownPolicy = refusal('unknown strategy', 'has to be either an array of conditions or a hash');

export const policy: EntryType = {
  title: 'policy',
  choose: (value: YamlNode) => {
    if (value.kind === 'sequence') return refsPolicy;
    return value.kind === 'mapping' ? complexPolicy : unknownPolicy;
  },
};
