import type { ConfigRule } from '../model.js';
import type { RuleEnvironment } from './environment.js';
import { tryExpression } from './if-clause.js';
import { tryChanges, tryExists } from './path-clauses.js';
import { type RuleClause, shapeOf } from './shape.js';
import {
  type ClauseTrial,
  RuleParseError,
  type RuleTrial,
  ServerFailure,
  type UnknownFact,
} from './trial.js';

/** What a list of rules comes to. */
export interface RulesVerdict {
  /** `never` when no rule matched, or one failed. */
  readonly when: string;
  /** The rule that decided. */
  readonly rule?: ConfigRule;
  readonly trials: readonly RuleTrial[];
  /** GitLab's message when a clause failed (`compare_to` that is no ref, …). */
  readonly error?: string;
  /** What else it may come to, because something is not known; empty: sure. */
  readonly alternatives: readonly RuleOutcome[];
  /** What would have to be known. */
  readonly unknown: readonly UnknownFact[];
}

export interface RuleOutcome {
  readonly when: string;
  readonly rule?: ConfigRule;
}

/**
 * Tries the rules in order; the first one whose clauses all hold decides, and a rule without clauses always does.
 * GitLab: lib/gitlab/ci/build/rules.rb and rules/rule.rb.
 *
 * @throws ServerFailure where GitLab's server fails
 */
export function evaluateRules(
  rules: readonly ConfigRule[],
  environment: RuleEnvironment,
  defaultWhen: string,
): RulesVerdict {
  const trials: RuleTrial[] = [];
  const alternatives: RuleOutcome[] = [];
  const unknown: UnknownFact[] = [];
  for (const rule of rules) {
    const when = rule.when?.value ?? defaultWhen;
    const { holds, clauses, error } = tryRule(rule, environment, alternatives.length > 0);
    if (environment.silent !== true)
      trials.push(ruleTrial(rule, clauses, holds === 'yes' ? when : undefined));
    if (error !== undefined) return { when: 'never', trials, alternatives, unknown, error };
    if (holds === 'yes') return { when, rule, trials, alternatives, unknown };
    if (holds === 'no') continue;
    if (holds === 'maybe') alternatives.push({ when, rule });
    const mayFail = holds === 'fails' || clauses.some((clause) => clause.mayFail);
    if (mayFail) alternatives.push({ when: 'never' });
    for (const clause of clauses) if (clause.unknown !== undefined) unknown.push(...clause.unknown);
  }
  return { when: 'never', trials, alternatives, unknown };
}

interface Tried {
  /** `fails`: where it is reached, GitLab's server fails on it. */
  readonly holds: 'yes' | 'no' | 'maybe' | 'fails';
  readonly clauses: readonly ClauseTrial[];
  readonly error?: string;
}

/**
 * Clauses are tried until one fails; a clause that is not known leaves the rest to decide.
 * `isOpen`: a rule before may have decided already, so that a server failure here is not sure.
 */
function tryRule(rule: ConfigRule, environment: RuleEnvironment, isOpen: boolean): Tried {
  const clauses: ClauseTrial[] = [];
  let holds: Tried['holds'] = 'yes';
  for (const kind of shapeOf(rule).clauses) {
    try {
      const trial = tryClause(kind, rule, environment);
      if (trial === undefined) continue;
      clauses.push(trial);
      if (trial.unknown !== undefined) holds = 'maybe';
      else if (!trial.held) return { holds: 'no', clauses };
    } catch (error) {
      if (error instanceof RuleParseError) return { holds: 'no', clauses, error: error.message };
      if (error instanceof ServerFailure && (isOpen || holds === 'maybe')) return { holds: 'fails', clauses };
      throw error;
    }
  }
  if (clauses.length === 0)
    clauses.push({ kind: 'none', text: '', held: true, saw: {}, why: 'has no clause' });
  return { holds, clauses };
}

function tryClause(
  kind: RuleClause,
  { if: expression, changes, exists }: ConfigRule,
  environment: RuleEnvironment,
): ClauseTrial | undefined {
  switch (kind) {
    case 'if':
      return expression && tryExpression('if', expression, environment);
    case 'changes':
      return changes && tryChanges(changes, environment);
    case 'exists':
      return exists && tryExists(exists, environment);
  }
}

function ruleTrial(rule: ConfigRule, clauses: readonly ClauseTrial[], when: string | undefined): RuleTrial {
  const { text } = shapeOf(rule);
  const { at, allowFailure } = rule;
  const tried = { text, matched: when !== undefined, clauses };
  const placed = at === undefined ? tried : { at, ...tried };
  if (when === undefined) return placed;
  return { ...placed, result: allowFailure === undefined ? { when } : { when, allowFailure } };
}
