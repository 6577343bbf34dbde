import { get, isNil, isString } from '../value/tree.js';
import { config, key, virtual } from './attributes.js';
import { validates, whenNotNil } from './checks.js';
import { booleanEntry, MAX_NESTING_LEVEL, stage } from './common.js';
import type { Check, Entry, Field } from './entry.js';
import { environment } from './environment.js';
import { inherit, inheritsDefault } from './inherit.js';
import { keyNode } from './names.js';
import { policy } from './policy.js';
import { hasRulesKey, rules } from './rule.js';
import {
  disallowedKeys,
  exclusiveKeys,
  longest,
  nestedMappings,
  ofType,
  present,
  stringOrList,
} from './rules.js';
import { supplied } from './supplied.js';
import { variables } from './variables.js';

/** What jobs and bridges have in common: GitLab's entry/processable.rb. */

export const PROCESSABLE_KEYS = [
  'extends',
  'stage',
  'only',
  'except',
  'rules',
  'variables',
  'inherit',
  'allow_failure',
  'when',
  'needs',
  'resource_group',
  'environment',
  'interruptible',
];

const MAX_NAME = 255;

export const hasRules = (entry: Entry): boolean => hasRulesKey(entry.config);

const hasRulesValue = (entry: Entry): boolean => !isNil(get(entry.config, 'rules'));

const whenIs = (entry: Entry, word: string): boolean => {
  const when = get(entry.config, 'when');
  return isString(when) && when.value === word;
};

export const isDelayed = (entry: Entry): boolean => whenIs(entry, 'delayed');

const name = virtual('name', keyNode);

export const processableChecks: readonly Check[] = [
  validates(config, ofType('Hash')),
  validates(config, present),
  validates(name, present),
  validates(name, ofType('Symbol')),
  validates(name, longest(MAX_NAME)),
  validates(config, exclusiveKeys('script', 'trigger')),
  validates(config, exclusiveKeys('run', 'trigger')),
  validates(
    config,
    disallowedKeys(['only', 'except', 'start_in'], {
      message: 'key may not be used with `rules`',
      ignoreNil: true,
    }),
    { when: hasRulesValue },
  ),
  ...whenNotNil([
    [key('extends'), stringOrList],
    [key('rules'), nestedMappings(MAX_NESTING_LEVEL)],
    [key('resource_group'), ofType('String')],
  ]),
];

export const processableFields: readonly Field[] = [
  { name: 'stage', type: () => stage, fallback: supplied.stage },
  { name: 'only', type: () => policy, fallback: supplied.only },
  { name: 'except', type: () => policy },
  {
    name: 'rules',
    type: () => rules,
    metadata: {
      allowedWhen: ['on_success', 'on_failure', 'always', 'never', 'manual', 'delayed'],
      allowedKeys: [
        'if',
        'changes',
        'exists',
        'when',
        'start_in',
        'allow_failure',
        'variables',
        'needs',
        'interruptible',
      ],
    },
  },
  {
    name: 'variables',
    type: () => variables,
    fallback: supplied.emptyMapping,
    metadata: { allowedValueData: ['value', 'expand'] },
  },
  { name: 'inherit', type: () => inherit, fallback: supplied.emptyMapping },
  { name: 'environment', type: () => environment },
  { name: 'interruptible', type: () => booleanEntry, inherit: true },
];

/** Without `only`'s default where rules, of the job or of the workflow, take its place. */
export const dropPolicyDefaults = (entry: Entry, root: Entry | undefined): void => {
  if (!hasRules(entry) && !hasRulesKey(root?.child('workflow')?.config)) return;
  for (const kind of ['only', 'except']) {
    if (entry.given(kind) === undefined) entry.dropChild(kind);
  }
};

export const fromDefault = (entry: Entry, root: Entry, field: string): Entry | undefined => {
  if (!inheritsDefault(entry.child('inherit'), field) || entry.given(field) !== undefined) return undefined;
  return root.child('default')?.child(field);
};
