import type { Entry } from '../entry/entry.js';
import { neededName } from '../entry/job.js';
import { needsOfKind } from '../entry/needs.js';
import { NOWHERE } from '../entry/supplied.js';
import type { ConfigNeeds, ConfigPolicy, ConfigRule, ConfigVariable, JobNeed } from '../model.js';
import type { Located, YamlNode } from '../node.js';
import type { SourceRange } from '../range.js';
import { parseDuration } from '../value/duration.js';
import { textOf } from '../value/ruby-text.js';
import { asList, get, isBoolean, isNil, isString, isText, plain, present } from '../value/tree.js';
import { needsValue, texts } from './plain-values.js';

/** Rules, policies, needs and variables as the rest of the library reads them. */

export const placed = (at: SourceRange): { at: SourceRange } | Record<string, never> =>
  at === NOWHERE ? {} : { at };

const locatedTexts = (node: YamlNode | undefined): Located<string>[] =>
  asList(node).map((item) => ({ value: textOf(item), ...placed(item.at) }));

const optionalText = (node: YamlNode | undefined, name: string): string | undefined => {
  const value = present(node, name);
  return value === undefined ? undefined : textOf(value);
};

const optionalBoolean = (node: YamlNode | undefined, name: string): boolean | undefined => {
  const value = present(node, name);
  return isBoolean(value) ? value.value : undefined;
};

const withoutUndefined = <T extends object>(value: { [K in keyof T]: T[K] | undefined }): T => {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries) as T;
};

export const variablesValue = (node: YamlNode | undefined): ConfigVariable[] => {
  if (node?.kind !== 'mapping') return [];
  return [...node.entries.values()].map(({ key, value }) => {
    const isComplex = value.kind === 'mapping';
    const inner = isComplex ? get(value, 'value') : value;
    const expand = isComplex ? optionalBoolean(value, 'expand') : undefined;
    const options = isComplex ? get(value, 'options') : undefined;
    return withoutUndefined<ConfigVariable>({
      key: textOf(key),
      value: inner === undefined ? '' : textOf(inner),
      raw: expand === false,
      description: isComplex ? optionalText(value, 'description') : undefined,
      options: options?.kind === 'sequence' ? texts(options) : undefined,
      at: placed((inner ?? value).at).at,
    });
  });
};

export const needsOf = (needs: Entry): ConfigNeeds => {
  const value = needsValue(needs);
  const list = (name: string): readonly (typeof value)[string][] => {
    const items = value[name];
    return Array.isArray(items) ? items : [];
  };
  return {
    job: needsOfKind(needs, 'job').map(jobNeed),
    crossDependency: list('cross_dependency'),
    bridge: list('bridge'),
  };
};

const jobNeed = (need: Entry): JobNeed => ({
  name: neededName(need) ?? '',
  artifacts: optionalBoolean(need.config, 'artifacts') ?? true,
  optional: optionalBoolean(need.config, 'optional') ?? false,
  ...parallelOf(need.config),
  ...placed(need.config.at),
});

const parallelOf = (node: YamlNode): { parallel?: YamlNode } => {
  const value = present(node, 'parallel');
  return value === undefined ? {} : { parallel: value };
};

export const policyValue = (entry: Entry | undefined, isOnly: boolean): ConfigPolicy | undefined => {
  if (entry === undefined) return undefined;
  const { config } = entry;
  const branchesAndTags = [{ value: 'branches' }, { value: 'tags' }];
  if (config.kind === 'sequence') return { refs: locatedTexts(config), ...placed(config.at) };
  if (config.kind !== 'mapping') return undefined;
  const kind = (name: string): Located<string>[] | undefined => {
    const value = present(config, name);
    return value === undefined ? undefined : locatedTexts(value);
  };
  const kubernetes = optionalText(config, 'kubernetes');
  return withoutUndefined<ConfigPolicy>({
    refs: kind('refs') ?? (isOnly ? branchesAndTags : undefined),
    variables: kind('variables'),
    changes: kind('changes'),
    kubernetes,
    at: placed(config.at).at,
  });
};

export const rulesValue = (rules: Entry): ConfigRule[] =>
  [...rules.children.values()].filter((rule) => rule.config.kind === 'mapping').map(ruleValue);

const ruleValue = (rule: Entry): ConfigRule => {
  const { config } = rule;
  const condition = present(config, 'if');
  const when = present(config, 'when');
  const startIn = present(config, 'start_in');
  const needs = rule.given('needs');
  const autoCancel = present(config, 'auto_cancel');
  return withoutUndefined<ConfigRule>({
    at: placed(config.at).at,
    if: isText(condition) ? { value: condition.value, ...placed(condition.at) } : undefined,
    changes: changesValue(present(config, 'changes')),
    exists: existsValue(present(config, 'exists')),
    when: when === undefined ? undefined : { value: textOf(when), ...placed(when.at) },
    startIn: isString(startIn) ? parseDuration(startIn.value) : undefined,
    allowFailure: optionalBoolean(config, 'allow_failure'),
    variables: rule.given('variables') === undefined ? undefined : variablesValue(get(config, 'variables')),
    needs: needs === undefined ? undefined : needsOf(needs),
    interruptible: optionalBoolean(config, 'interruptible'),
    autoCancel: autoCancel === undefined ? undefined : plain(autoCancel),
  });
};

const changesValue = (node: YamlNode | undefined): ConfigRule['changes'] => {
  if (node === undefined) return undefined;
  const paths = node.kind === 'mapping' ? get(node, 'paths') : node;
  const compareTo = optionalText(node, 'compare_to');
  return {
    paths: locatedTexts(paths),
    ...(compareTo === undefined ? {} : { compareTo }),
    ...placed(node.at),
  };
};

const existsValue = (node: YamlNode | undefined): ConfigRule['exists'] => {
  if (node === undefined || isNil(node)) return undefined;
  const paths = node.kind === 'mapping' ? get(node, 'paths') : node;
  const project = optionalText(node, 'project');
  const ref = optionalText(node, 'ref');
  return {
    paths: locatedTexts(paths),
    ...(project === undefined ? {} : { project }),
    ...(ref === undefined ? {} : { ref }),
    ...placed(node.at),
  };
};
