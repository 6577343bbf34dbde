import type { Entry } from '../entry/entry.js';
import { needsOfKind } from '../entry/needs.js';
import type { PlainValue, YamlNode } from '../node.js';
import { textOf } from '../value/ruby-text.js';
import { asList, flatten, get, has, isBlank, isInteger, isString, isText, plain } from '../value/tree.js';

/** GitLab's normalized values (`#value` of the entries) where they are handed on without a type of their own. */

type Plain = { [key: string]: PlainValue };

export const compact = (value: Readonly<Record<string, PlainValue | undefined>>): Plain => {
  const kept: Plain = {};
  for (const [name, item] of Object.entries(value))
    if (item !== undefined && item !== null) kept[name] = item;
  return kept;
};

export const plainMapping = (node: YamlNode | undefined): Plain => {
  const value = node === undefined ? null : plain(node);
  return isRecord(value) ? compact(value) : {};
};

const isRecord = (value: PlainValue): value is Readonly<Record<string, PlainValue>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Array(value).flatten as texts. */
export const commandLines = (node: YamlNode | undefined): string[] => flatten(asList(node)).map(textOf);

export const texts = (node: YamlNode | undefined): string[] => asList(node).map(textOf);

export const imageValue = (entry: Entry): Plain => {
  const { config } = entry;
  if (isString(config)) return { name: config.value };
  if (config.kind !== 'mapping') return {};
  const executor = compact({ docker: plainOf(config, 'docker'), kubernetes: plainOf(config, 'kubernetes') });
  return compact({
    name: plainOf(config, 'name'),
    entrypoint: plainOf(config, 'entrypoint'),
    executor_opts: Object.keys(executor).length > 0 ? executor : undefined,
    pull_policy:
      has(config, 'pull_policy') && !isBlank(get(config, 'pull_policy'))
        ? texts(get(config, 'pull_policy'))
        : undefined,
  });
};

export const serviceValue = (entry: Entry): Plain => {
  const value = imageValue(entry);
  if (entry.config.kind !== 'mapping') return value;
  return compact({
    ...value,
    command: entry.given('command') === undefined ? undefined : commandLines(get(entry.config, 'command')),
    alias: plainOf(entry.config, 'alias'),
    variables:
      entry.given('variables') === undefined ? undefined : variableTexts(get(entry.config, 'variables')),
  });
};

const variableTexts = (node: YamlNode | undefined): Plain => {
  const value: Plain = {};
  if (node?.kind !== 'mapping') return value;
  for (const [name, entry] of node.entries) value[name] = textOf(entry.value);
  return value;
};

const plainOf = (node: YamlNode | undefined, name: string): PlainValue | undefined => {
  const value = get(node, name);
  return value === undefined ? undefined : plain(value);
};

export const cacheValue = (entry: Entry): Plain => {
  const { config } = entry;
  const key = get(config, 'key');
  return compact({
    key: key === undefined || isBlank(key) ? 'default' : keyValue(key),
    unprotect: plainOf(config, 'unprotect') ?? false,
    untracked: plainOf(config, 'untracked'),
    paths: plainOf(config, 'paths'),
    policy: plainOf(config, 'policy') ?? 'pull-push',
    when: plainOf(config, 'when') ?? 'on_success',
    fallback_keys: plainOf(config, 'fallback_keys') ?? [],
  });
};

const keyValue = (key: YamlNode): PlainValue => {
  if (isText(key)) return key.value;
  const withoutSlash = (name: string): PlainValue | undefined =>
    has(key, name) ? texts(get(key, name)).map((path) => path.replace(/^\/+/, '')) : undefined;
  return compact({
    files: withoutSlash('files'),
    files_commits: withoutSlash('files_commits'),
    prefix: plainOf(key, 'prefix'),
  });
};

export const artifactsValue = (config: YamlNode | undefined): Plain => {
  const value = plainMapping(config);
  const reports = get(config, 'reports');
  if (reports?.kind !== 'mapping') return value;
  const lists: Plain = {};
  for (const [name, { value: report }] of reports.entries) {
    if (report.kind === 'mapping') lists[name] = plain(report);
    else if (!(report.kind === 'scalar' && report.type === 'nil')) lists[name] = asList(report).map(plain);
  }
  return { ...value, reports: lists };
};

export const needsValue = (needs: Entry): Plain => {
  const value: Plain = {};
  const job = needsOfKind(needs, 'job').map(jobNeedValue);
  const cross = needsOfKind(needs, 'cross_dependency').map((need) => ({
    ...plainMapping(need.config),
    artifacts: plainOf(need.config, 'artifacts') ?? true,
  }));
  const bridge = needsOfKind(needs, 'bridge').map((need) => plainMapping(need.config));
  if (job.length > 0) value.job = job;
  if (cross.length > 0) value.cross_dependency = cross;
  if (bridge.length > 0) value.bridge = bridge;
  return value;
};

const jobNeedValue = (need: Entry): Plain => {
  if (isString(need.config)) return { name: need.config.value, artifacts: true, optional: false };
  return compact({
    name: plainOf(need.config, 'job'),
    artifacts: plainOf(need.config, 'artifacts') ?? true,
    optional: plainOf(need.config, 'optional') ?? false,
    parallel: plainOf(need.config, 'parallel'),
  });
};

export const retryValue = (config: YamlNode): Plain => {
  if (isInteger(config)) return { max: Number(config.value) };
  const when = get(config, 'when');
  const codes = get(config, 'exit_codes');
  return compact({
    ...plainMapping(config),
    when: when === undefined ? undefined : texts(when),
    exit_codes: codes === undefined ? undefined : asList(codes).map(plain),
  });
};

export const triggerValue = (config: YamlNode): Plain =>
  isString(config) ? { project: config.value } : plainMapping(config);
