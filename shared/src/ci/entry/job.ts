import type { YamlNode } from '../node.js';
import { get, has, isBlank, isString, isText, nameOf } from '../value/tree.js';
import { config, key } from './attributes.js';
import { bridgeType } from './bridge.js';
import { validates, whenNotNil } from './checks.js';
import { commands, mappingEntry } from './common.js';
import { durationUpTo, START_IN_LIMIT } from './durations.js';
import type { Check, Entry, EntryType, Field } from './entry.js';
import { checkInputDefaults, jobInput } from './inputs.js';
import { allowFailure, coverage, pages, publish, shared } from './job-keywords.js';
import { enterpriseNeeds, needs, needsOfKind } from './needs.js';
import { parallel } from './parallel.js';
import {
  dropPolicyDefaults,
  fromDefault,
  hasRules,
  isDelayed,
  PROCESSABLE_KEYS,
  processableChecks,
  processableFields,
} from './processable.js';
import { release } from './release.js';
import {
  absent,
  allowedKeys,
  exclusiveKeys,
  listOfStrings,
  mappingOrBoolean,
  ofType,
  oneOf,
  present,
} from './rules.js';
import { supplied } from './supplied.js';

/** Jobs: GitLab's entry/job.rb, and how a top-level key becomes one. */

export { sharedFields } from './job-keywords.js';

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

const MAX_INPUTS = 50;

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

export const hiddenType: EntryType = { title: 'hidden', checks: [validates(config, present)] };

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
