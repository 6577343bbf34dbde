import type { MappingEntry, MappingNode, YamlNode } from '../node.js';
import { get, keyText } from '../value/tree.js';
import { base, config } from './attributes.js';
import { validates } from './checks.js';
import { stages } from './common.js';
import { addChild, Entry, type EntryType, type Field } from './entry.js';
import { includes } from './include.js';
import { DEFAULT_KEYS } from './inherit.js';
import { hiddenType, type JobTypes, jobTypes, kindOfJob, sharedFields } from './job.js';
import { ConfigRefusal } from './refusal.js';
import { workflow } from './rule.js';
import { allowedKeys, ofType } from './rules.js';
import { supplied } from './supplied.js';
import { variables } from './variables.js';

/** The whole config: GitLab's entry/root.rb, jobs.rb, default.rb. */

/** Never jobs, whatever they hold. */
const RESERVED = [
  'include',
  'before_script',
  'image',
  'services',
  'after_script',
  'variables',
  'stages',
  'cache',
];
const ROOT_KEYS = ['default', ...RESERVED, 'workflow'];
const FROM_TOP_LEVEL = ['before_script', 'after_script', 'cache', 'image', 'services'];

const DEFAULT_ORDER: readonly (keyof typeof sharedFields)[] = [
  'before_script',
  'after_script',
  'hooks',
  'cache',
  'image',
  'services',
  'interruptible',
  'timeout',
  'retry',
  'tags',
  'artifacts',
  'id_tokens',
];

const defaultEntry: EntryType = {
  title: 'default',
  checks: [validates(config, ofType('Hash')), validates(config, allowedKeys(DEFAULT_KEYS))],
  fields: DEFAULT_ORDER.map((name) => ({
    name,
    type: sharedFields[name],
    inherit: FROM_TOP_LEVEL.includes(name),
  })),
  inheritFrom: (entry, root, name) => {
    const topLevel = root.given(name);
    const own = entry.given(name);
    if (topLevel !== undefined && own !== undefined) {
      if (entry.option('bestEffort') === true) return topLevel;
      throw new ConfigRefusal({
        code: 'CI_CONFIG_CONFLICT',
        message: `${name} is defined in top-level and \`default:\` entry`,
        at: own.config.at,
      });
    }
    return own === undefined ? topLevel : undefined;
  },
};

/** Keys of jobs that are known to be sound, and are not composed again. */
type SettledKeys = Pick<ReadonlyMap<string, unknown>, 'has'>;

const jobsType = (types: JobTypes, settled: SettledKeys): EntryType => ({
  title: 'jobs',
  checks: [
    (entry, report) => {
      if (entry.config.kind !== 'mapping') return;
      for (const [id, { key, value }] of entry.config.entries) {
        if (kindOfJob(id, value) !== undefined) continue;
        const message = `${keyText(id)} config should implement the script:, run:, or trigger: keyword`;
        report(base, { code: 'CI_CONFIG_REQUIRED', message, at: key });
      }
      const isVisible = ([id, { value }]: readonly [string, MappingEntry]): boolean => {
        const kind = kindOfJob(id, value);
        return kind === 'job' || kind === 'bridge';
      };
      if (![...entry.config.entries].some(isVisible)) {
        report(config, { code: 'CI_CONFIG_REQUIRED', message: 'should contain at least one visible job' });
      }
    },
  ],
  compose: (entry) => {
    if (entry.config.kind !== 'mapping') return;
    for (const [id, { value }] of entry.config.entries) {
      const kind = settled.has(id) ? undefined : (kindOfJob(id, value) ?? jobToBe(entry, value));
      if (kind === undefined) continue;
      const isNull = value.kind === 'scalar' && value.type === 'nil';
      const filled: YamlNode = isNull ? { kind: 'mapping', entries: new Map(), at: value.at } : value;
      addChild(entry, id, id, kind === 'hidden' ? hiddenType : types[kind], filled);
    }
  },
});

/** For a best effort, what extends a base that is not known is a job. */
const jobToBe = (entry: Entry, value: YamlNode): 'job' | undefined =>
  entry.option('bestEffort') === true && get(value, 'extends') !== undefined ? 'job' : undefined;

const rootFields: readonly Field[] = [
  { name: 'default', type: () => defaultEntry, fallback: supplied.emptyMapping },
  { name: 'include', type: () => includes },
  { name: 'before_script', type: sharedFields.before_script },
  { name: 'image', type: sharedFields.image },
  { name: 'services', type: sharedFields.services },
  { name: 'after_script', type: sharedFields.after_script },
  {
    name: 'variables',
    type: () => variables,
    fallback: supplied.emptyMapping,
    metadata: { allowedValueData: ['value', 'description', 'expand', 'options'] },
  },
  { name: 'stages', type: () => stages, fallback: supplied.stages },
  { name: 'cache', type: sharedFields.cache },
  { name: 'workflow', type: () => workflow, fallback: supplied.emptyMapping },
];

export type Edition = 'foss' | 'enterprise';

const NONE: SettledKeys = new Set();

/**
 * Validates a merged config. Throws ConfigRefusal where GitLab gives up at the first error, but for a best effort: that
 * never throws, and composes what is below an entry with errors too.
 */
export const composeRoot = (
  whole: MappingNode,
  edition: Edition,
  { bestEffort = false, settled = NONE }: { bestEffort?: boolean; settled?: SettledKeys } = {},
): Entry => {
  const jobs = new Map<string, MappingEntry>();
  const settings = new Map<string, MappingEntry>();
  for (const [id, entry] of whole.entries) {
    const isSetting =
      RESERVED.includes(id) || (ROOT_KEYS.includes(id) && kindOfJob(id, entry.value) === undefined);
    (isSetting ? settings : jobs).set(id, entry);
  }
  const type: EntryType = {
    title: 'root',
    checks: [validates(config, ofType('Hash')), validates(config, allowedKeys(ROOT_KEYS))],
    fields: rootFields,
    beforeChildren: (root) => {
      const value: MappingNode = { kind: 'mapping', entries: jobs, at: whole.at };
      const jobsEntry = new Entry(jobsType(jobTypes[edition], settled), value, { key: 'jobs', parent: root });
      root.setChild('jobs', jobsEntry);
    },
  };
  const place = { metadata: { bestEffort } };
  const root = new Entry(type, { kind: 'mapping', entries: settings, at: whole.at }, place);
  root.compose(root);
  return root;
};
