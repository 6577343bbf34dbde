import type { YamlNode } from '../node.js';
import { get, has, isBlank, isNil, isString } from '../value/tree.js';
import { config, key } from './attributes.js';
import { type Rule, validates, whenNotNil } from './checks.js';
import { listEntry, refusal } from './common.js';
import { durationUpTo, START_IN_LIMIT } from './durations.js';
import type { Complaint, Entry, EntryType } from './entry.js';
import { needs } from './needs.js';
import {
  allowedKeys,
  allowedValues,
  boolean,
  disallowedKeys,
  expression,
  listOfStrings,
  longest,
  ofType,
  oneOf,
  present,
  requiredKeys,
} from './rules.js';
import { variables } from './variables.js';

/** `rules` of jobs, workflow and includes: GitLab's entry/rules.rb, rules/rule.rb, rule/changes.rb, rule/exists.rb. */

const MAX_PATHS = 50;
const tooManyPaths: Complaint = {
  code: 'CI_CONFIG_VALUE',
  message: `has too many entries (maximum ${MAX_PATHS})`,
};
const atMostFiftyPaths = longest(MAX_PATHS, tooManyPaths.message);

const simpleChanges: EntryType = {
  title: 'simple changes',
  checks: [validates(config, [listOfStrings, atMostFiftyPaths])],
};

const complexChanges: EntryType = {
  title: 'complex changes',
  checks: [
    validates(config, allowedKeys(['paths', 'compare_to'])),
    validates(config, requiredKeys(['paths'])),
    // Without paths GitLab complains of too many as well: the length of nil is measured only with leave to be nil.
    validates(key('paths'), [
      listOfStrings,
      (value, entry) => (isNil(value) ? tooManyPaths : atMostFiftyPaths(value, entry)),
    ]),
    validates(key('compare_to'), ofType('String'), { allowNil: true }),
  ],
};

const changes: EntryType = {
  title: 'changes',
  choose: (value) => {
    if (value.kind === 'sequence') return simpleChanges;
    return value.kind === 'mapping'
      ? complexChanges
      : refusal('unknown strategy', 'should be an array or a hash');
  },
};

const isList = (entry: Entry): boolean => entry.config.kind === 'sequence';

const simpleExists: EntryType = {
  title: 'simple exists',
  checks: [
    validates(config, [listOfStrings, atMostFiftyPaths], {
      when: (entry) => isList(entry) && entry.option('unlimitedExistsPaths') !== true,
    }),
    validates(config, listOfStrings, {
      when: (entry) => isList(entry) && entry.option('unlimitedExistsPaths') === true,
    }),
  ],
};

const complexExists: EntryType = {
  title: 'complex exists',
  checks: [
    validates(config, allowedKeys(['paths', 'project', 'ref'])),
    validates(config, requiredKeys(['paths'])),
    validates(config, requiredKeys(['project']), { when: (entry) => !isNil(get(entry.config, 'ref')) }),
    ...whenNotNil([
      [key('paths'), [listOfStrings, atMostFiftyPaths]],
      [key('project'), ofType('String')],
      [key('ref'), ofType('String')],
    ]),
  ],
};

const exists: EntryType = {
  title: 'exists',
  choose: (value) => {
    if (isString(value) || value.kind === 'sequence' || isBlank(value)) return simpleExists;
    if (value.kind === 'mapping') return complexExists;
    return refusal('unknown strategy', 'should be a string, an array of strings, or a hash');
  },
};

const AUTO_CANCEL_COMMIT = ['conservative', 'interruptible', 'none'];
const AUTO_CANCEL_FAILURE = ['none', 'all'];

export const autoCancel: EntryType = {
  title: 'auto cancel',
  checks: [
    validates(config, [ofType('Hash'), allowedKeys(['on_new_commit', 'on_job_failure'])]),
    validates(
      key('on_new_commit'),
      [ofType('String'), oneOf(AUTO_CANCEL_COMMIT, `must be one of: ${AUTO_CANCEL_COMMIT.join(', ')}`)],
      { allowNil: true },
    ),
    validates(
      key('on_job_failure'),
      [ofType('String'), oneOf(AUTO_CANCEL_FAILURE, `must be one of: ${AUTO_CANCEL_FAILURE.join(', ')}`)],
      { allowNil: true },
    ),
  ],
};

const isDelayed = (entry: Entry): boolean => {
  const when = get(entry.config, 'when');
  return isString(when) && when.value === 'delayed';
};

const whenAllowedHere: Rule = (value, entry) =>
  allowedValues(entry.option('allowedWhen') ?? [])(value, entry);
const keysAllowedHere: Rule = (value, entry) => allowedKeys(entry.option('allowedKeys') ?? [])(value, entry);

const rule: EntryType = {
  title: 'rule',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, present),
    validates(config, ofType('Hash')),
    validates(config, disallowedKeys(['start_in']), { when: (entry) => !isDelayed(entry) }),
    validates(key('start_in'), present, { when: isDelayed }),
    validates(key('start_in'), durationUpTo(START_IN_LIMIT), { when: isDelayed }),
    ...whenNotNil([
      [key('if'), expression],
      [key('allow_failure'), boolean],
      [key('interruptible'), boolean],
      [key('when'), whenAllowedHere],
    ]),
    validates(config, keysAllowedHere),
  ],
  fields: [
    { name: 'changes', type: () => changes },
    { name: 'exists', type: () => exists },
    { name: 'variables', type: () => variables },
    { name: 'needs', type: () => needs, metadata: { allowedNeeds: ['job'] } },
    { name: 'auto_cancel', type: () => autoCancel },
  ],
};

export const rules: EntryType = listEntry('rules', 'rule', () => rule, [
  validates(config, present),
  validates(config, ofType('Array')),
]);

const INCLUDE_WHEN = ['never', 'always'];

const includeRule: EntryType = {
  title: 'rule',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, present),
    validates(config, ofType('Hash')),
    validates(config, allowedKeys(['if', 'exists', 'when', 'changes'])),
    ...whenNotNil([
      [key('if'), expression],
      [key('when'), allowedValues(INCLUDE_WHEN)],
    ]),
  ],
  fields: [
    { name: 'changes', type: () => changes },
    { name: 'exists', type: () => exists, metadata: { unlimitedExistsPaths: true } },
  ],
};

export const includeRules: EntryType = listEntry('rules', 'rule', () => includeRule, [
  validates(config, present),
  validates(config, ofType('Array')),
]);

export const workflow: EntryType = {
  title: 'workflow',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, ofType('Hash')),
    validates(config, allowedKeys(['rules', 'name', 'auto_cancel'])),
    validates(key('name'), longest(255), { allowNil: true }),
  ],
  fields: [
    {
      name: 'rules',
      type: () => rules,
      metadata: {
        allowedWhen: ['always', 'never'],
        // GitLab keeps start_in, allow_failure and needs for compatibility.
        allowedKeys: [
          'if',
          'changes',
          'exists',
          'when',
          'start_in',
          'allow_failure',
          'variables',
          'needs',
          'auto_cancel',
        ],
      },
    },
    { name: 'auto_cancel', type: () => autoCancel },
  ],
};

/** The `rules` key is there, if only as null. */
export const hasRulesKey = (node: YamlNode | undefined): boolean => has(node, 'rules');
