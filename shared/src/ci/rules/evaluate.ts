import type { ConfigRule } from '../model.js';
import type { SourceRange } from '../range.js';
import type { RuleEnvironment } from './environment.js';
import { tryExpression } from './if-clause.js';
import { tryChanges, tryExists } from './path-clauses.js';
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
  const conclude = (outcome: RuleOutcome, error?: string): RulesVerdict => ({
    ...outcome,
    trials,
    alternatives,
    unknown,
    ...(error === undefined ? {} : { error }),
  });
  for (const rule of rules) {
    const outcome = { when: rule.when?.value ?? defaultWhen, rule };
    const tried = tryRule(rule, environment, alternatives.length > 0);
    trials.push(ruleTrial(rule, tried.clauses, tried.holds === 'yes' ? outcome.when : undefined));
    if (tried.error !== undefined) return conclude({ when: 'never' }, tried.error);
    if (tried.holds === 'yes') return conclude(outcome);
    if (tried.holds === 'maybe' || tried.holds === 'fails') {
      if (tried.holds === 'maybe') alternatives.push(outcome);
      const mayFail = tried.holds === 'fails' || tried.clauses.some((clause) => clause.mayFail);
      if (mayFail) alternatives.push({ when: 'never' });
      unknown.push(...tried.clauses.flatMap((clause) => clause.unknown ?? []));
    }
  }
  return conclude({ when: 'never' });
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
  for (const clause of clausesInOrder(rule, environment)) {
    try {
      const trial = clause();
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

/** In the order in which they are written, as far as places tell it: the first that fails ends the rule. */
function clausesInOrder(rule: ConfigRule, environment: RuleEnvironment): (() => ClauseTrial)[] {
  const { if: expression, changes, exists } = rule;
  const found: { readonly at?: SourceRange | undefined; readonly run: () => ClauseTrial }[] = [];
  if (expression !== undefined) {
    found.push({ at: expression.at, run: () => tryExpression('if', expression, environment) });
  }
  if (changes !== undefined) found.push({ at: changes.at, run: () => tryChanges(changes, environment) });
  if (exists !== undefined) found.push({ at: exists.at, run: () => tryExists(exists, environment) });
  const isInside = ({ at }: { at?: SourceRange | undefined }) =>
    at !== undefined && at.file === rule.at?.file && rule.at.start <= at.start && at.end <= rule.at.end;
  if (found.every(isInside)) found.sort((left, right) => (left.at?.start ?? 0) - (right.at?.start ?? 0));
  return found.map(({ run }) => run);
}

function ruleTrial(rule: ConfigRule, clauses: readonly ClauseTrial[], when: string | undefined): RuleTrial {
  return {
    ...(rule.at === undefined ? {} : { at: rule.at }),
    text: ruleText(rule),
    matched: when !== undefined,
    clauses,
    ...(when === undefined
      ? {}
      : {
          result: { when, ...(rule.allowFailure === undefined ? {} : { allowFailure: rule.allowFailure }) },
        }),
  };
}

/** The rule in one line, as people write it. */
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
