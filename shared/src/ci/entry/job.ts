import type { YamlNode } from '../node.js';
import { get, has, isBlank, isNil, isString, isText, nameOf } from '../value/tree.js';
import { artifacts } from './artifacts.js';
import { config, key, virtual } from './attributes.js';
import { caches } from './cache.js';
import { validates, whenNotNil } from './checks.js';
import { booleanEntry, commands, MAX_NESTING_LEVEL, mappingEntry, stage } from './common.js';
import { anyDuration, durationUpTo, START_IN_LIMIT, TIMEOUT_LIMIT } from './durations.js';
import type { Check, Entry, EntryType, Field } from './entry.js';
import { environment } from './environment.js';
import { image, services } from './image.js';
import { inherit, inheritsDefault } from './inherit.js';
import { checkInputDefaults, jobInput } from './inputs.js';
import { keyNode } from './names.js';
import { enterpriseNeeds, needs, needsOfKind } from './needs.js';
import { parallel } from './parallel.js';
import { policy } from './policy.js';
import { release } from './release.js';
import { retry } from './retry.js';
import { hasRulesKey, rules } from './rule.js';
import {
  absent,
  allowedKeys,
  boolean,
  disallowedKeys,
  exclusiveKeys,
  integersOrInteger,
  listOfStrings,
  longest,
  mappingOrBoolean,
  nestedMappings,
  ofType,
  oneOf,
  present,
  regexp,
  requiredKeys,
  stringOrList,
} from './rules.js';
import { supplied } from './supplied.js';
import { tags } from './tags.js';
import { trigger } from './trigger.js';
import { variables } from './variables.js';

/** Jobs and bridges: GitLab's entry/processable.rb, job.rb, bridge.rb. */

const PROCESSABLE_KEYS = [
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
const JOB_KEYS = [
  'tags',
  'script',
  'image',
  'services',
  'start_in',
  'artifacts',
  'cache',
  'dependencies',
  'before_script',
  'after_script',
  'hooks',
  'coverage',
  'retry',
  'parallel',
  'timeout',
  'inputs',
  'release',
  'id_tokens',
  'publish',
  'pages',
  'manual_confirmation',
  'run',
];
/** Keys that only a server of the Enterprise edition knows. */
const ENTERPRISE_JOB_KEYS = ['dast_configuration', 'secrets', 'identity'];
const JOB_WHEN = ['on_success', 'on_failure', 'always', 'manual', 'delayed'];
const BRIDGE_WHEN = ['on_success', 'on_failure', 'always', 'manual'];
const MAX_NAME = 255;
const MAX_INPUTS = 50;

const hasRules = (entry: Entry): boolean => hasRulesKey(entry.config);
const hasRulesValue = (entry: Entry): boolean => !isNil(get(entry.config, 'rules'));
const whenIs = (entry: Entry, word: string): boolean => {
  const when = get(entry.config, 'when');
  return isString(when) && when.value === word;
};
const isDelayed = (entry: Entry): boolean => whenIs(entry, 'delayed');

const name = virtual('name', keyNode);

const processableChecks: readonly Check[] = [
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

const processableFields: readonly Field[] = [
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

const hooks: EntryType = {
  title: 'hooks',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, [ofType('Hash'), allowedKeys(['pre_get_sources_script'])]),
  ],
  fields: [{ name: 'pre_get_sources_script', type: () => commands }],
};

const timeout: EntryType = { title: 'timeout', checks: [validates(config, durationUpTo(TIMEOUT_LIMIT))] };

const coverage: EntryType = { title: 'coverage', checks: [validates(config, regexp)] };

const allowFailure: EntryType = {
  title: 'allow failure',
  checks: [
    validates(config, mappingOrBoolean),
    validates(config, allowedKeys(['exit_codes'])),
    validates(key('exit_codes'), integersOrInteger, { allowNil: true }),
  ],
};

const idToken: EntryType = {
  title: 'id token',
  checks: [
    validates(config, [requiredKeys(['aud']), allowedKeys(['aud'])]),
    validates(key('aud'), stringOrList),
  ],
};

const publish: EntryType = { title: 'publish', checks: [validates(config, ofType('String'))] };

const pages: EntryType = {
  title: 'pages',
  checks: [
    validates(config, mappingOrBoolean),
    validates(config, allowedKeys(['path_prefix', 'expire_in', 'publish'])),
    validates(key('path_prefix'), ofType('String'), { allowNil: true }),
    validates(
      key('expire_in'),
      // A variable is expanded later.
      (value, entry) =>
        /\$\w|\$\{\w|%\w+%/.test(isText(value) ? value.value : '') ? undefined : anyDuration(value, entry),
      { allowNil: true },
    ),
    validates(key('publish'), ofType('String'), { allowNil: true }),
  ],
};

/** Entries that `default:` has too, by GitLab's class names. */
export const sharedFields = {
  before_script: () => commands,
  after_script: () => commands,
  hooks: () => hooks,
  cache: () => caches,
  image: () => image,
  services: () => services,
  interruptible: () => booleanEntry,
  timeout: () => timeout,
  retry: () => retry,
  tags: () => tags,
  artifacts: () => artifacts,
  id_tokens: () => mappingEntry('composable hash', () => idToken),
} as const;

const shared = (field: keyof typeof sharedFields): Field => ({
  name: field,
  type: sharedFields[field],
  inherit: true,
});

/** A job named `pages` is a Pages job unless it says `pages: false`. */
const isPagesJob = (entry: Entry): boolean => {
  const value = get(entry.config, 'pages');
  if (!isBlank(value)) return true;
  const isOff = value?.kind === 'scalar' && value.type === 'boolean';
  return entry.key === 'pages' && !isOff;
};

const dependenciesAreNeeds: Check = (entry, report) => {
  const dependencies = get(entry.config, 'dependencies');
  if (isBlank(dependencies) || dependencies?.kind !== 'sequence') return;
  const needsEntry = entry.sound('needs');
  if (needsEntry === undefined || needsEntry.children.size === 0) return;
  const jobNeeds = needsOfKind(needsEntry, 'job');
  const crossNeeds = needsOfKind(needsEntry, 'cross_dependency');
  if (jobNeeds.length === 0 && crossNeeds.length > 0) {
    report(key('needs'), {
      code: 'CI_CONFIG_CONFLICT',
      message: 'corresponding to dependencies must be from the same pipeline',
    });
    return;
  }
  const needed = new Set(jobNeeds.map(neededName));
  const missing = dependencies.items.filter((item) => !(isString(item) && needed.has(item.value)));
  if (missing.length === 0) return;
  const names = missing.map((item) => (isText(item) ? item.value : '')).join(', ');
  report(key('dependencies'), {
    code: 'CI_CONFIG_CONFLICT',
    message: `the ${names} should be part of needs`,
    ...(missing[0] === undefined ? {} : { at: missing[0] }),
  });
};

export const neededName = (need: Entry): string | undefined => {
  const job = isString(need.config) ? need.config : get(need.config, 'job');
  return isString(job) ? job.value : undefined;
};

const jobChecks = (extraKeys: readonly string[]): readonly Check[] => [
  ...processableChecks,
  validates(config, allowedKeys([...JOB_KEYS, ...PROCESSABLE_KEYS, ...extraKeys])),
  validates(config, exclusiveKeys('script', 'run')),
  validates(config, exclusiveKeys('before_script', 'run')),
  validates(config, exclusiveKeys('after_script', 'run')),
  validates(key('script'), present, {
    when: (entry) => entry.config.kind === 'mapping' && !has(entry.config, 'run'),
  }),
  ...whenNotNil([
    [key('when'), [ofType('String'), oneOf(JOB_WHEN, `should be one of: ${JOB_WHEN.join(', ')}`)]],
    [key('dependencies'), listOfStrings],
    [key('allow_failure'), mappingOrBoolean],
    [key('manual_confirmation'), ofType('String')],
  ]),
  validates(key('start_in'), durationUpTo(START_IN_LIMIT), { when: isDelayed }),
  validates(key('start_in'), absent(), { when: (entry) => hasRules(entry) || !isDelayed(entry) }),
  validates(key('publish'), absent('can only be used within a `pages` job'), {
    when: (entry) => !(entry.config.kind === 'mapping' && isPagesJob(entry)),
  }),
];

const jobInputsAreSound: Check = (entry, report) => {
  const inputs = get(entry.config, 'inputs');
  if (inputs?.kind !== 'mapping' || entry.sound('inputs') === undefined) return;
  const complain = (message: string): void => report(key('inputs'), { code: 'CI_CONFIG_VALUE', message });
  if (inputs.entries.size > MAX_INPUTS) complain(`has too many entries (maximum ${MAX_INPUTS})`);
  else for (const error of checkInputDefaults(inputs)) complain(error.replace(' input:', ':'));
};

/** Without `only`'s default where rules, of the job or of the workflow, take its place. */
const dropPolicyDefaults = (entry: Entry, root: Entry | undefined): void => {
  if (!hasRules(entry) && !hasRulesKey(root?.child('workflow')?.config)) return;
  for (const kind of ['only', 'except']) {
    if (entry.given(kind) === undefined) entry.dropChild(kind);
  }
};

const fromDefault = (entry: Entry, root: Entry, field: string): Entry | undefined => {
  if (!inheritsDefault(entry.child('inherit'), field) || entry.given(field) !== undefined) return undefined;
  return root.child('default')?.child(field);
};

const jobFields = (needsType: EntryType): readonly Field[] => [
  ...processableFields,
  shared('before_script'),
  { name: 'script', type: () => commands },
  shared('after_script'),
  shared('hooks'),
  shared('cache'),
  shared('image'),
  shared('services'),
  shared('timeout'),
  shared('retry'),
  shared('tags'),
  shared('artifacts'),
  { name: 'needs', type: () => needsType, metadata: { allowedNeeds: ['job', 'cross_dependency'] } },
  { name: 'coverage', type: () => coverage },
  { name: 'release', type: () => release },
  { name: 'parallel', type: () => parallel },
  { name: 'allow_failure', type: () => allowFailure },
  shared('id_tokens'),
  { name: 'publish', type: () => publish, fallback: supplied.publish },
  { name: 'pages', type: () => pages },
  { name: 'inputs', type: () => mappingEntry('composable hash', () => jobInput) },
];

const jobType = (needsType: EntryType, extraKeys: readonly string[]): EntryType => ({
  title: 'job',
  checks: jobChecks(extraKeys),
  composedChecks: [dependenciesAreNeeds, jobInputsAreSound],
  fields: jobFields(needsType),
  beforeChildren: dropPolicyDefaults,
  inheritFrom: fromDefault,
});

const bridgeNeeds = (entry: Entry): Entry[] => needsOfKind(entry.sound('needs'), 'bridge');

const bridgeType = (needsType: EntryType): EntryType => ({
  title: 'bridge',
  checks: [
    ...processableChecks,
    validates(config, allowedKeys(['trigger', 'parallel', ...PROCESSABLE_KEYS])),
    ...whenNotNil([
      [key('when'), [ofType('String'), oneOf(BRIDGE_WHEN, `should be one of: ${BRIDGE_WHEN.join(', ')}`)]],
      [key('allow_failure'), boolean],
    ]),
  ],
  composedChecks: [
    (entry, report) => {
      if (entry.given('trigger') !== undefined || bridgeNeeds(entry).length > 0) return;
      report(config, {
        code: 'CI_CONFIG_REQUIRED',
        message: 'should contain either a trigger or a needs:pipeline',
      });
    },
    (entry, report) => {
      if (bridgeNeeds(entry).length < 2) return;
      report(config, { code: 'CI_CONFIG_VALUE', message: 'should contain at most one bridge need' });
    },
  ],
  fields: [
    ...processableFields,
    { name: 'trigger', type: () => trigger },
    { name: 'needs', type: () => needsType, metadata: { allowedNeeds: ['job', 'bridge'] } },
    { name: 'parallel', type: () => parallel, metadata: { allowedStrategies: ['matrix'] } },
  ],
  beforeChildren: dropPolicyDefaults,
  inheritFrom: fromDefault,
});

const hidden: EntryType = { title: 'hidden', checks: [validates(config, present)] };

export interface JobTypes {
  readonly job: EntryType;
  readonly bridge: EntryType;
}

export const jobTypes: Readonly<Record<'foss' | 'enterprise', JobTypes>> = {
  foss: { job: jobType(needs, []), bridge: bridgeType(needs) },
  enterprise: { job: jobType(enterpriseNeeds, ENTERPRISE_JOB_KEYS), bridge: bridgeType(enterpriseNeeds) },
};

/** Jobs.find_type: hidden, job, bridge, or nothing GitLab could make a job of. */
export const kindOfJob = (id: string, value: YamlNode): 'hidden' | 'job' | 'bridge' | undefined => {
  if (nameOf(id)?.startsWith('.') === true) return 'hidden';
  if (value.kind !== 'mapping') return undefined;
  if (has(value, 'script') || has(value, 'run')) return 'job';
  return has(value, 'trigger') || has(value, 'needs') ? 'bridge' : undefined;
};

export const hiddenType = hidden;
