import type { Located, MappingEntry } from '../ci/index.js';
import type { LintContext } from './context.js';

/** A list of rules under a hidden key: what jobs take by an alias or `!reference`, and what GitLab itself never runs. */
export interface HiddenRules {
  readonly name: string;
  readonly entry: MappingEntry;
  /** The `if` texts of its rules. */
  readonly conditions: readonly Located<string>[];
}

/** Hidden lists of rules that no job of this config uses, in file order. */
export function* unusedHiddenRules({ config, jobs }: LintContext): Generator<HiddenRules> {
  if (config.merged?.kind !== 'mapping') return;
  const isUsed = (start: number): boolean =>
    jobs.some(({ job }) => job.rules?.some(({ at }) => at?.start === start));
  for (const [name, entry] of config.merged.entries) {
    if (!name.startsWith('.')) continue;
    const rules = entry.value.kind === 'mapping' ? entry.value.entries.get('rules')?.value : entry.value;
    if (rules?.kind !== 'sequence' || rules.items.some(({ at }) => isUsed(at.start))) continue;
    const conditions = rules.items.flatMap((item) => {
      const condition = item.kind === 'mapping' ? item.entries.get('if')?.value : undefined;
      if (condition?.kind !== 'scalar' || condition.type !== 'string') return [];
      return [{ value: condition.value, at: condition.at }];
    });
    if (conditions.length > 0) yield { name, entry, conditions };
  }
}
