import { Entry } from '../entry/entry.js';
import { includeRules } from '../entry/rule.js';
import { compileUntrusted } from '../expression/index.js';
import type { MappingEntry, MappingNode, YamlNode } from '../node.js';
import { rulesValue } from '../resolve/rules-values.js';
import { evaluateRules, ruleEnvironment } from '../rules/index.js';
import { scalar } from '../value/scalar.js';
import { asList, get, isBlank, isNil, isString, withEntry } from '../value/tree.js';
import { expandVariables } from '../variables/index.js';
import type { IncludeContext } from './context.js';
import { IncludeError, type Location } from './location.js';

/**
 * From the value of `include` to single files: canonical form, rules, file lists and wildcards, variables, in
 * GitLab's order (external/mapper.rb). So a wildcard in `local:` is searched for before its variables are known.
 */
export const expandLocations = (include: YamlNode | undefined, context: IncludeContext): Location[] =>
  (include?.kind === 'mapping' ? [include] : asList(include))
    .filter((item) => !isNil(item))
    .map((item) => canonical(item, context))
    .filter((location) => passesRules(location, context))
    .flatMap((location) => singleFiles(location, context))
    .map((location) => ({ ...location, values: expandValues(location.values, context) }));

const textNode = (value: string, at: YamlNode): YamlNode => ({ ...scalar.string(value), at: at.at });

const mappingOf = (name: string, value: YamlNode): MappingNode => ({
  kind: 'mapping',
  entries: new Map([[name, { key: textNode(name, value), value }]]),
  at: value.at,
});

const canonical = (item: YamlNode, context: IncludeContext): Location => {
  if (isString(item)) {
    const text = expandVariables(item.value, context.variables, 'remove');
    const kind = isUrl(text) ? 'remote' : 'local';
    return { values: mappingOf(kind, textNode(text, item)), at: item };
  }
  if (item.kind === 'mapping') return { values: item, at: item };
  throw new IncludeError('Each include must be a hash or a string', item);
};

/** Gitlab::UrlSanitizer.valid? */
export const isUrl = (text: string): boolean =>
  /^\s*(?:https?|ssh|git):/.test(text) && !/[\n]/.test(text.trim());

const passesRules = (location: Location, context: IncludeContext): boolean => {
  const rules = get(location.values, 'rules');
  if (rules === undefined || isFalse(rules)) return true;
  const entry = new Entry(includeRules, rules);
  entry.compose();
  const [problem] = entry.errors();
  if (problem !== undefined) throw new IncludeError(`include:${problem.message}`, rules);
  const { files } = context;
  const environment = ruleEnvironment(
    { ...context.pipeline, ...(files === undefined ? {} : { files }) },
    context.variables,
  );
  const verdict = evaluateRules(rulesValue(entry), environment, 'always');
  if (verdict.error !== undefined) throw new IncludeError(`include:${verdict.error}`, rules);
  if (verdict.unknown.length > 0) {
    const facts = verdict.unknown.map(({ name }) => name).join(', ');
    context.reportUnknown({ what: 'rules of an include', reason: `not known here: ${facts}`, at: rules.at });
  }
  return verdict.when !== 'never';
};

const isFalse = (node: YamlNode): boolean =>
  node.kind === 'scalar' && (node.type === 'nil' || node.value === false);

const singleFiles = (location: Location, context: IncludeContext): Location[] => {
  const { values } = location;
  if (!isBlank(get(values, 'project'))) {
    const files = get(values, 'file');
    const list =
      files?.kind === 'sequence' ? files.items : files === undefined || isNil(files) ? [] : [files];
    return list.map((file) => ({ ...location, values: withValue(values, 'file', file) }));
  }
  const local = get(values, 'local');
  if (!isString(local) || !local.value.includes('*')) return [location];
  return wildcardPaths(local.value, local, context)
    .filter((path) => !context.isIncluded(path))
    .map((path) => ({ ...location, values: withValue(values, 'local', textNode(path, local)) }));
};

const withValue = (values: MappingNode, name: string, value: YamlNode): MappingNode => {
  const key = values.entries.get(name)?.key ?? textNode(name, value);
  return withEntry(values, name, { key, value });
};

/** Repository#search_files_by_wildcard_path: the whole path must match, no special care for dots. */
const wildcardPaths = (pattern: string, at: YamlNode, context: IncludeContext): readonly string[] => {
  const listing = context.listing();
  if (listing.kind === 'unknown') {
    context.reportUnknown({ what: `local ${pattern}`, reason: listing.reason, at: at.at });
    return [];
  }
  const source = pattern.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&').replaceAll(/\*\*\/|\*\*|\*/g, (star) => {
    if (star === '**/') return '(.*?/)?';
    return star === '**' ? '.*?' : '([^/])*?';
  });
  const regexp = compileUntrusted(`^${source}$`);
  return regexp === undefined ? [] : listing.paths.filter((path) => regexp.found(path));
};

const expandValues = (values: MappingNode, context: IncludeContext): MappingNode => {
  const expand = (node: YamlNode): YamlNode =>
    isString(node) && (node.value.includes('$') || node.value.includes('%'))
      ? textNode(expandVariables(node.value, context.variables, 'remove'), node)
      : node;
  const entries = new Map<string, MappingEntry>();
  for (const [id, { key, value }] of values.entries) {
    const expanded = value.kind === 'sequence' ? { ...value, items: value.items.map(expand) } : expand(value);
    entries.set(id, { key, value: expanded });
  }
  return { ...values, entries };
};
