import { kindOfJob } from '../entry/job.js';
import type { ResolvedConfig } from '../model.js';
import type { MappingNode, PlainValue, YamlNode } from '../node.js';
import { asList, get, isNil, plain, withEntry } from '../value/tree.js';

/**
 * The merged config as GitLab shows it. GitLab's entries write some of their normalized values back into it, so
 * that single values of `retry` and `allow_failure` show as lists (entry/retry.rb, entry/allow_failure.rb).
 */
export const mergedForOutput = (config: ResolvedConfig): PlainValue => {
  const { merged } = config;
  if (merged?.kind !== 'mapping') return {};
  let shown: MappingNode = merged;
  for (const [id, { key, value }] of merged.entries) {
    const kind = kindOfJob(id, value);
    if (value.kind !== 'mapping' || (kind !== 'job' && kind !== 'bridge')) continue;
    shown = withEntry(shown, id, { key, value: withLists(value) });
  }
  return plain(shown);
};

const WRITTEN_BACK: readonly (readonly [string, string])[] = [
  ['retry', 'when'],
  ['retry', 'exit_codes'],
  ['allow_failure', 'exit_codes'],
];

const withLists = (job: MappingNode): MappingNode => {
  let changed = job;
  for (const [name, inner] of WRITTEN_BACK) {
    const holder = get(changed, name);
    const value = get(holder, inner);
    if (holder?.kind !== 'mapping' || value === undefined || isNil(value) || value.kind === 'sequence')
      continue;
    const list: YamlNode = { kind: 'sequence', items: asList(value), at: value.at };
    const innerKey = holder.entries.get(inner)?.key ?? value;
    const key = changed.entries.get(name)?.key ?? holder;
    changed = withEntry(changed, name, {
      key,
      value: withEntry(holder, inner, { key: innerKey, value: list }),
    });
  }
  return changed;
};
