import type { ConfigRule } from '../model.js';
import type { SourceRange } from '../range.js';

export type RuleClause = 'if' | 'changes' | 'exists';

/** What a rule's text alone tells. */
export interface RuleShape {
  /** In one line, as people write it. */
  readonly text: string;
  /** In the order in which they are written, as far as places tell it: the first that fails ends the rule. */
  readonly clauses: readonly RuleClause[];
}

const SHAPES = new WeakMap<ConfigRule, RuleShape>();

/** A rule is tried for pipelines of many sources; what does not hang on them is worked out once. */
export function shapeOf(rule: ConfigRule): RuleShape {
  const known = SHAPES.get(rule);
  if (known !== undefined) return known;
  const shape = { text: ruleText(rule), clauses: clausesInOrder(rule) };
  SHAPES.set(rule, shape);
  return shape;
}

function clausesInOrder(rule: ConfigRule): RuleClause[] {
  const kinds: readonly RuleClause[] = ['if', 'changes', 'exists'];
  const found = kinds.flatMap((kind) => {
    const clause = rule[kind];
    return clause === undefined ? [] : [{ kind, at: clause.at }];
  });
  const isInside = ({ at }: { at: SourceRange | undefined }) =>
    at !== undefined && at.file === rule.at?.file && rule.at.start <= at.start && at.end <= rule.at.end;
  if (found.every(isInside)) found.sort((left, right) => (left.at?.start ?? 0) - (right.at?.start ?? 0));
  return found.map(({ kind }) => kind);
}

function ruleText({ if: expression, changes, exists, when }: ConfigRule): string {
  const parts = [
    expression && `if: ${expression.value}`,
    changes && `changes: [${changes.paths.map(({ value }) => value).join(', ')}]`,
    changes?.compareTo !== undefined && `compare_to: ${changes.compareTo}`,
    exists && `exists: [${exists.paths.map(({ value }) => value).join(', ')}]`,
    when && `when: ${when.value}`,
  ];
  return parts.filter((part) => typeof part === 'string').join(', ') || 'always';
}
