import { parseDuration } from '../value/duration.js';
import { get, isBlank, isBoolean, isString } from '../value/tree.js';
import { config, key } from './attributes.js';
import { validates } from './checks.js';
import { listEntry } from './common.js';
import type { Check, EntryType } from './entry.js';
import { includeRules } from './rule.js';
import { allowedKeys, listOfMappings, listOrString, mappingOrString } from './rules.js';

/** `include` as an entry (of a trigger, of `spec`): GitLab's entry/include.rb, concerns/base_include.rb. */

const HEADER_INCLUDE_KEYS = ['local', 'file', 'remote', 'project', 'ref', 'integrity', 'cache'];
const INCLUDE_KEYS = [...HEADER_INCLUDE_KEYS, 'template', 'artifact', 'inputs', 'job', 'rules', 'component'];
const MIN_CACHE_SECONDS = 60;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const integrity: Check = (entry, report) => {
  if (entry.config.kind !== 'mapping') return;
  const complain = (message: string): void => report(config, { code: 'CI_CONFIG_VALUE', message });
  if (!isFalsy(entry.config, 'project') && isBlank(get(entry.config, 'file'))) {
    complain('must specify the file where to fetch the config from');
  }
  if (isFalsy(entry.config, 'integrity')) return;
  const hash = get(entry.config, 'integrity');
  if (isBlank(get(entry.config, 'remote'))) complain('integrity can only be specified for remote includes');
  if (!isString(hash) || !hash.value.startsWith('sha256-')) {
    return complain("integrity hash must start with 'sha256-'");
  }
  if (!BASE64.test(hash.value.slice('sha256-'.length))) complain('integrity hash must be base64 encoded');
};

/** Ruby's falsehood: nil and false. */
const isFalsy = (node: Parameters<typeof get>[0], name: string): boolean => {
  const value = get(node, name);
  return value === undefined || (value.kind === 'scalar' && (value.type === 'nil' || value.value === false));
};

const cacheCheck: Check = (entry, report) => {
  const cache = get(entry.config, 'cache');
  if (isBlank(cache)) return;
  const complain = (message: string): void => report(config, { code: 'CI_CONFIG_VALUE', message });
  if (isBlank(get(entry.config, 'remote'))) complain('cache can only be specified for remote includes');
  if (isBoolean(cache) && cache.value) return;
  if (!isString(cache)) return complain('cache must be a boolean or a duration string');
  const seconds = parseDuration(cache.value);
  if (seconds === undefined) complain('cache contains an invalid duration');
  else if (seconds < MIN_CACHE_SECONDS) complain('cache duration must be at least 1 minute');
};

const artifactJob: Check = (entry, report) => {
  if (entry.config.kind !== 'mapping' || isFalsy(entry.config, 'artifact')) return;
  if (!isBlank(get(entry.config, 'job'))) return;
  report(config, {
    code: 'CI_CONFIG_REQUIRED',
    message: 'must specify the job where to fetch the artifact from',
  });
};

const includeWith = (checks: readonly Check[], withRules: boolean): EntryType => ({
  title: 'include',
  checks: [validates(config, mappingOrString), integrity, cacheCheck, ...checks],
  fields: withRules ? [{ name: 'rules', type: () => includeRules }] : [],
});

const include: EntryType = includeWith(
  [
    validates(config, allowedKeys(INCLUDE_KEYS)),
    artifactJob,
    validates(key('rules'), listOfMappings, { allowNil: true }),
  ],
  true,
);

const headerInclude: EntryType = includeWith([validates(config, allowedKeys(HEADER_INCLUDE_KEYS))], false);

const tooMany: Check = (entry, report) => {
  const most = entry.option('maxSize');
  if (most === undefined || entry.config.kind !== 'sequence' || entry.config.items.length <= most) return;
  report(config, { code: 'CI_CONFIG_VALUE', message: `is too long (maximum is ${most})` });
};

const includeList = (element: EntryType): EntryType =>
  listEntry('includes', 'include', () => element, [validates(config, listOrString), tooMany]);

export const includes: EntryType = includeList(include);
export const headerIncludes: EntryType = includeList(headerInclude);
