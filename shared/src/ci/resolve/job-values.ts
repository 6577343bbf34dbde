import type { Entry } from '../entry/entry.js';
import { splitTags } from '../entry/tags.js';
import type { ConfigEnvironment, ConfigImage, ResolvedJob } from '../model.js';
import type { Located, PlainValue, YamlNode } from '../node.js';
import type { SourceRange } from '../range.js';
import { parseDuration } from '../value/duration.js';
import { textOf } from '../value/ruby-text.js';
import {
  asList,
  flatten,
  get,
  has,
  isBlank,
  isBoolean,
  isInteger,
  isString,
  keyText,
  plain,
  present,
} from '../value/tree.js';
import {
  artifactsValue,
  cacheValue,
  commandLines,
  compact,
  imageValue,
  needsValue,
  plainMapping,
  retryValue,
  serviceValue,
  triggerValue,
} from './plain-values.js';
import { needsOf, placed, policyValue, rulesValue, variablesValue } from './rules-values.js';

/** The value of one visible job's entry: GitLab's `#value` of entry/job.rb and entry/bridge.rb. */

export interface JobDraft {
  readonly job: ResolvedJob;
  /** `parallel` as written, until it is expanded. */
  readonly parallel: YamlNode | undefined;
}

export const jobDraft = (entry: Entry, kind: 'job' | 'bridge', keyAt: SourceRange): JobDraft => {
  const { config } = entry;
  const name = keyText(entry.key ?? '');
  const parallel = entry.sound('parallel')?.config;
  const when = textAt(config, 'when');
  const startIn = present(config, 'start_in');
  const timeout = entry.given('timeout')?.config;
  const retry = entry.given('retry')?.config;
  const needs = entry.sound('needs');
  const environment = entry.given('environment');
  const image = entry.given('image');
  const rules = entry.given('rules');
  const tags = entry.given('tags')?.config;
  const interruptible = entry.given('interruptible')?.config;
  const dependencies = present(config, 'dependencies');
  const only = policyValue(entry.child('only'), true);
  const except = policyValue(entry.given('except'), false);
  const job: ResolvedJob = {
    name,
    configName: name,
    kind,
    stage: textOf(entry.child('stage')?.config ?? config),
    at: keyAt,
    keys: ranges(entry, (value) => value),
    keyNames: keyRanges(config),
    beforeScript: lines(entry.given('before_script')),
    script: lines(entry.given('script')),
    afterScript: lines(entry.given('after_script')),
    when: when ?? 'on_success',
    whenGiven: when !== undefined,
    ...(isString(startIn) ? optional('startIn', parseDuration(startIn.value)) : {}),
    allowFailure: allowFailure(config, when),
    ...optional('only', only),
    ...optional('except', except),
    ...(rules === undefined ? {} : { rules: rulesValue(rules) }),
    ...(needs === undefined ? {} : { needs: needsOf(needs) }),
    ...(dependencies === undefined ? {} : { dependencies: asList(dependencies).map(textOf) }),
    variables: variablesValue(entry.given('variables')?.config),
    rootVariables: rootVariables(entry),
    ...(environment === undefined ? {} : { environment: environmentValue(environment) }),
    ...(timeout === undefined ? {} : optional('timeout', parseDuration(textOf(timeout)))),
    ...(retry === undefined ? {} : { retry: typedRetry(retry) }),
    tags: tags?.kind === 'sequence' ? splitTags(tags.items) : [],
    ...(image === undefined ? {} : { image: typedImage(image, imageValue(image)) }),
    services: [...(entry.given('services')?.children.values() ?? [])]
      .filter((service) => service.specified)
      .map((service) => typedImage(service, serviceValue(service))),
    ...(isBoolean(interruptible) ? { interruptible: interruptible.value } : {}),
    ...optional('resourceGroup', textAt(config, 'resource_group')),
    options: kind === 'job' ? jobOptions(entry) : bridgeOptions(entry),
  };
  return { job, parallel };
};

const optional = <K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } => {
  const found: { [key in K]?: V } = {};
  if (value !== undefined) found[name] = value;
  return found;
};

const textAt = (node: YamlNode, name: string): string | undefined => {
  const value = present(node, name);
  return value === undefined ? undefined : textOf(value);
};

const lines = (entry: Entry | undefined): Located<string>[] =>
  entry === undefined
    ? []
    : flatten(asList(entry.config)).map((line) => ({ value: textOf(line), ...placed(line.at) }));

/** The value's place for every key, keys taken over from `default:` included. */
const ranges = (entry: Entry, pick: (value: YamlNode) => YamlNode): ReadonlyMap<string, SourceRange> => {
  const found = new Map<string, SourceRange>();
  if (entry.config.kind === 'mapping') {
    for (const [id, { value }] of entry.config.entries) found.set(keyText(id), pick(value).at);
  }
  for (const [name, child] of entry.children) {
    if (child.specified && !found.has(name)) found.set(name, pick(child.config).at);
  }
  return found;
};

const keyRanges = (config: YamlNode): ReadonlyMap<string, SourceRange> => {
  const found = new Map<string, SourceRange>();
  if (config.kind !== 'mapping') return found;
  for (const [id, { key }] of config.entries) found.set(keyText(id), key.at);
  return found;
};

/** `ignored?` and `allow_failure_criteria`. */
const allowFailure = (config: YamlNode, when: string | undefined): ResolvedJob['allowFailure'] => {
  const value = present(config, 'allow_failure');
  if (value === undefined) return when === 'manual';
  if (isBoolean(value)) return value.value;
  const codes = asList(get(value, 'exit_codes')).filter(isInteger);
  return codes.length === 0 ? false : { exitCodes: codes.map((code) => Number(code.value)) };
};

const rootVariables = (entry: Entry): boolean | readonly string[] => {
  const value = entry.child('inherit')?.child('variables')?.config;
  if (isBoolean(value)) return value.value;
  return value?.kind === 'sequence' ? value.items.map(textOf) : true;
};

const environmentValue = ({ config }: Entry): ConfigEnvironment => {
  if (isString(config)) return { name: config.value, action: 'start', at: config.at };
  const kubernetes = present(config, 'kubernetes');
  return {
    name: textAt(config, 'name') ?? '',
    ...optional('url', textAt(config, 'url')),
    action: textAt(config, 'action') ?? 'start',
    ...optional('onStop', textAt(config, 'on_stop')),
    ...optional('deploymentTier', textAt(config, 'deployment_tier')),
    ...optional('autoStopIn', textAt(config, 'auto_stop_in')),
    ...(kubernetes === undefined ? {} : { kubernetes: plain(kubernetes) }),
    at: config.at,
  };
};

const typedRetry = (config: YamlNode): NonNullable<ResolvedJob['retry']> => {
  const when = get(config, 'when');
  const codes = get(config, 'exit_codes');
  const max = isInteger(config) ? config : get(config, 'max');
  return {
    max: isInteger(max) ? Number(max.value) : 0,
    ...(when === undefined ? {} : { when: asList(when).map(textOf) }),
    ...(codes === undefined
      ? {}
      : {
          exitCodes: asList(codes)
            .filter(isInteger)
            .map((code) => Number(code.value)),
        }),
  };
};

const typedImage = (entry: Entry, value: Readonly<Record<string, PlainValue>>): ConfigImage => {
  const { config } = entry;
  const list = (name: string): string[] | undefined =>
    has(config, name) && !isBlank(get(config, name))
      ? flatten(asList(get(config, name))).map(textOf)
      : undefined;
  const { name: _name, entrypoint: _entrypoint, command: _command, alias: _alias, ...options } = value;
  return {
    name: isString(config) ? config.value : (textAt(config, 'name') ?? ''),
    ...optional('entrypoint', list('entrypoint')),
    ...optional('command', list('command')),
    ...optional('alias', textAt(config, 'alias')),
    ...optional('pullPolicy', list('pull_policy')),
    options,
    at: config.at,
  };
};

const PUBLIC_DIR = 'public';

const jobOptions = (entry: Entry): Readonly<Record<string, PlainValue>> => {
  const { config } = entry;
  const of = (name: string): YamlNode | undefined => entry.given(name)?.config;
  const listOf = (name: string): Entry[] =>
    [...(entry.given(name)?.children.values() ?? [])].filter((child) => child.specified);
  const image = entry.given('image');
  const needs = entry.given('needs');
  const retry = of('retry');
  const release = of('release');
  const coverage = of('coverage');
  return compact({
    image: image === undefined ? undefined : imageValue(image),
    services: of('services') === undefined ? undefined : listOf('services').map(serviceValue),
    cache: of('cache') === undefined ? undefined : listOf('cache').map(cacheValue),
    artifacts: pagesArtifacts(entry, of('artifacts')),
    needs: needs === undefined ? undefined : needsValue(needs),
    retry: retry === undefined ? undefined : retryValue(retry),
    release: release === undefined ? undefined : plain(release),
    hooks: of('hooks') === undefined ? undefined : hooksValue(of('hooks')),
    coverage: isString(coverage) ? coverage.value.slice(1, -1) : undefined,
    id_tokens: of('id_tokens') === undefined ? undefined : plainMapping(of('id_tokens')),
    publish: plainAt(config, 'publish'),
    pages: plainAt(config, 'pages'),
    manual_confirmation: plainAt(config, 'manual_confirmation'),
    run: plainAt(config, 'run'),
    inputs: of('inputs') === undefined ? undefined : plainMapping(of('inputs')),
    secrets: plainAt(config, 'secrets'),
    identity: plainAt(config, 'identity'),
    scheduling_type: needs === undefined ? 'stage' : 'dag',
  });
};

const plainAt = (config: YamlNode, name: string): PlainValue | undefined => {
  const value = present(config, name);
  return value === undefined ? undefined : plain(value);
};

const hooksValue = (hooks: YamlNode | undefined): Readonly<Record<string, PlainValue>> =>
  compact({
    pre_get_sources_script: has(hooks, 'pre_get_sources_script')
      ? commandLines(get(hooks, 'pre_get_sources_script'))
      : undefined,
  });

/** A Pages job publishes its folder as an artifact, asked for or not. */
const pagesArtifacts = (entry: Entry, artifacts: YamlNode | undefined): PlainValue | undefined => {
  const { config } = entry;
  const value = artifacts === undefined ? undefined : artifactsValue(artifacts);
  const pages = get(config, 'pages');
  const switchedOff = isBoolean(pages) && !pages.value;
  const isPages = !isBlank(pages) || (entry.key === 'pages' && !switchedOff);
  if (!isPages) return value;
  const folder =
    (pages?.kind === 'mapping' ? textAt(pages, 'publish') : undefined) ??
    textAt(config, 'publish') ??
    PUBLIC_DIR;
  const paths = Array.isArray(value?.paths) ? value.paths : [];
  return { ...value, paths: paths.includes(folder) ? paths : [...paths, folder] };
};

const bridgeOptions = (entry: Entry): Readonly<Record<string, PlainValue>> => {
  const needs = entry.given('needs');
  const trigger = entry.given('trigger')?.config;
  const needed = needs === undefined ? undefined : needsValue(needs);
  return compact({
    needs: needed,
    trigger: trigger === undefined ? undefined : triggerValue(trigger),
    scheduling_type: needed !== undefined && needed.bridge === undefined ? 'dag' : 'stage',
  });
};
