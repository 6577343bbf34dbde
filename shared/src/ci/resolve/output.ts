import { kindOfJob } from '../entry/job.js';
import type { ResolvedConfig } from '../model.js';
import type { MappingEntry, MappingNode, PlainValue, YamlNode } from '../node.js';
import { asList, get, isBoolean, isNil, isText, plain, withEntry, without } from '../value/tree.js';

/**
 * The merged config as GitLab shows it. GitLab's entries write some of their normalized values back into it, so
 * that single values of `retry`, `allow_failure` and `artifacts:reports` show as lists (entry/retry.rb,
 * entry/allow_failure.rb, entry/artifacts.rb). That happens to every job, and to `default:` where a job takes over
 * the key.
 */
export const mergedForOutput = (config: ResolvedConfig): PlainValue => {
  const { merged } = config;
  if (merged?.kind !== 'mapping') return {};
  let shown: MappingNode = merged;
  const inherited = new Set<string>();
  for (const [id, { key, value }] of merged.entries) {
    const kind = kindOfJob(id, value);
    if (value.kind !== 'mapping' || (kind !== 'job' && kind !== 'bridge')) continue;
    if (kind === 'job') for (const name of inheritedKeys(value)) inherited.add(name);
    shown = withEntry(shown, id, { key, value: writeBack(value, Object.keys(WRITERS)) });
  }
  const defaults = merged.entries.get('default');
  if (defaults?.value.kind === 'mapping' && kindOfJob('default', defaults.value) === undefined) {
    shown = withEntry(shown, 'default', {
      key: defaults.key,
      value: writeBack(defaults.value, [...inherited]),
    });
  }
  return plain(shown);
};

const inheritedKeys = (job: MappingNode): string[] => {
  const choice = get(get(job, 'inherit'), 'default');
  return ['retry', 'artifacts'].filter((name) => {
    if (!isNil(get(job, name))) return false;
    if (choice?.kind === 'sequence') return choice.items.some((item) => isText(item) && item.value === name);
    return !(isBoolean(choice) && !choice.value);
  });
};

const asListNode = (value: YamlNode): YamlNode =>
  value.kind === 'sequence' ? value : { kind: 'sequence', items: asList(value), at: value.at };

const withList = (holder: MappingNode, name: string): MappingNode => {
  const entry = holder.entries.get(name);
  if (entry === undefined || isNil(entry.value)) return holder;
  return withEntry(holder, name, { key: entry.key, value: asListNode(entry.value) });
};

const WRITERS: Readonly<Record<string, (value: MappingNode) => MappingNode>> = {
  retry: (value) => {
    const listed = withList(withList(value, 'when'), 'exit_codes');
    return isNil(get(listed, 'exit_codes')) ? without(listed, 'exit_codes') : listed;
  },
  allow_failure: (value) => withList(value, 'exit_codes'),
  artifacts: (value) => {
    const reports = value.entries.get('reports');
    if (reports?.value.kind !== 'mapping') return value;
    const lists = new Map<string, MappingEntry>();
    for (const [name, { key, value: report }] of reports.value.entries) {
      if (isNil(report)) continue;
      lists.set(name, { key, value: report.kind === 'mapping' ? report : asListNode(report) });
    }
    return withEntry(value, 'reports', { key: reports.key, value: { ...reports.value, entries: lists } });
  },
};

const writeBack = (holder: MappingNode, names: readonly string[]): MappingNode =>
  names.reduce((changed, name) => {
    const entry = changed.entries.get(name);
    const write = WRITERS[name];
    if (entry?.value.kind !== 'mapping' || write === undefined) return changed;
    return withEntry(changed, name, { key: entry.key, value: write(entry.value) });
  }, holder);
