import type { YamlNode } from '../node.js';
import { get, has, isNumeric, isString } from '../value/tree.js';
import { config, key } from './attributes.js';
import { validates } from './checks.js';
import { listEntry, refusal } from './common.js';
import type { Check, Entry, EntryType } from './entry.js';
import { parallel } from './parallel.js';
import { allowedKeys, boolean, ofType, present } from './rules.js';

/** `needs`: GitLab's entry/needs.rb and entry/need.rb; the strategies of the Enterprise edition behind `extraNeeds`. */

const MAX_CROSS_PIPELINE_NEEDS = 5;

const jobText: EntryType = {
  title: 'job string',
  checks: [validates(config, present), validates(config, ofType('String'))],
};

const jobMapping: EntryType = {
  title: 'job hash',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, present),
    validates(config, allowedKeys(['job', 'artifacts', 'optional', 'parallel'])),
    validates(key('job'), [ofType('String'), present]),
    validates(key('artifacts'), boolean, { allowNil: true }),
    validates(key('optional'), boolean, { allowNil: true }),
  ],
  fields: [{ name: 'parallel', type: () => parallel }],
};

const crossPipeline: EntryType = {
  title: 'cross pipeline dependency',
  checks: [
    validates(config, present),
    validates(config, allowedKeys(['pipeline', 'job', 'artifacts'])),
    validates(key('pipeline'), [ofType('String'), present]),
    validates(key('job'), [ofType('String'), present]),
    validates(key('artifacts'), boolean, { allowNil: true }),
  ],
};

/** Enterprise: artifacts of another project's job. */
const crossProject: EntryType = {
  title: 'cross project dependency',
  checks: [
    validates(config, present),
    validates(config, allowedKeys(['project', 'ref', 'job', 'artifacts'])),
    validates(key('project'), [ofType('String'), present]),
    validates(key('ref'), [ofType('String'), present]),
    validates(key('job'), [ofType('String'), present]),
    validates(key('artifacts'), boolean, { allowNil: true }),
  ],
};

/** Enterprise: a bridge that follows another project's pipeline. */
const bridgeMapping: EntryType = {
  title: 'bridge hash',
  checks: [
    validates(config, present),
    validates(config, allowedKeys(['pipeline'])),
    validates(key('pipeline'), [ofType('String'), present]),
  ],
};

const unknownNeed = refusal('unknown strategy', 'has an unsupported type');

export type NeedKind = 'job' | 'cross_dependency' | 'bridge';

const need = (enterprise: boolean): EntryType => ({
  title: 'need',
  choose: (value) => {
    if (isString(value)) return jobText;
    if (value.kind !== 'mapping') return unknownNeed;
    const otherPipeline = has(value, 'project') || has(value, 'ref') || has(value, 'pipeline');
    if (has(value, 'job') && !otherPipeline) return jobMapping;
    if (has(value, 'job') && has(value, 'pipeline') && !has(value, 'project')) return crossPipeline;
    if (enterprise && has(value, 'project')) return crossProject;
    if (enterprise && has(value, 'pipeline')) return bridgeMapping;
    return unknownNeed;
  },
});

const fossNeed = need(false);
const enterpriseNeed = need(true);

const KINDS: ReadonlyMap<EntryType, NeedKind> = new Map([
  [jobText, 'job'],
  [jobMapping, 'job'],
  [crossPipeline, 'cross_dependency'],
  [crossProject, 'cross_dependency'],
  [bridgeMapping, 'bridge'],
]);

/** What a composed need is, in GitLab's grouping; nothing for one of no known type. */
const needKind = (entry: Entry): NeedKind | undefined => KINDS.get(entry.type);

/** The needs of one kind under a composed `needs` entry. */
export const needsOfKind = (needs: Entry | undefined, kind: NeedKind): Entry[] =>
  [...(needs?.children.values() ?? [])].filter((entry) => needKind(entry) === kind);

const hasNumericParallel = (value: YamlNode): boolean =>
  value.kind === 'mapping' && isNumeric(get(value, 'parallel'));

const isNumberedParallel = (value: YamlNode): boolean =>
  value.kind === 'sequence' ? value.items.some(hasNumericParallel) : hasNumericParallel(value);

const composedChecks: readonly Check[] = [
  (entry, report) => {
    const kinds = new Set([...entry.children.values()].map(needKind));
    kinds.delete(undefined);
    const allowed: readonly string[] = entry.option('allowedNeeds') ?? [];
    const extra = [...kinds].filter((kind) => kind !== undefined && !allowed.includes(kind));
    if (extra.length === 0) return;
    report(config, { code: 'CI_CONFIG_TYPE', message: `uses invalid types: ${extra.join(', ')}` });
  },
  (entry, report) => {
    const cross = needsOfKind(entry, 'cross_dependency').filter(
      (one) => get(one.config, 'pipeline') !== undefined,
    );
    if (cross.length <= MAX_CROSS_PIPELINE_NEEDS) return;
    report(config, {
      code: 'CI_CONFIG_VALUE',
      message: `must be less than or equal to ${MAX_CROSS_PIPELINE_NEEDS}`,
    });
  },
];

const checks: readonly Check[] = [
  (entry, report) => {
    const { kind } = entry.config;
    if (kind !== 'mapping' && kind !== 'sequence') {
      report(config, { code: 'CI_CONFIG_TYPE', message: 'can only be a hash or an array' });
    }
    if (entry.config.kind === 'mapping' && entry.config.entries.size === 0) {
      report(config, { code: 'CI_CONFIG_REQUIRED', message: 'can not be an empty hash' });
    }
    if (isNumberedParallel(entry.config)) {
      report(config, { code: 'CI_CONFIG_VALUE', message: 'cannot use "parallel: <number>".' });
    }
  },
];

const needsList = (element: EntryType): EntryType => ({
  ...listEntry('needs', 'need', () => element, checks),
  composedChecks,
});

export const needs: EntryType = needsList(fossNeed);
export const enterpriseNeeds: EntryType = needsList(enterpriseNeed);
