import {
  type ExpressionOutcome,
  evaluateExpression,
  type PossibleTruth,
  possibleTruth,
} from '../expression/index.js';
import type { Located } from '../node.js';
import type { RuleEnvironment } from './environment.js';
import { type ClauseTrial, ServerFailure } from './trial.js';
import { valuesInWords, visibleValues } from './words.js';

/**
 * An expression of `rules:if` or `only:variables`, against unexpanded values.
 * GitLab: rules/rule/clause/if.rb and policy/variables.rb under lib/gitlab/ci/build.
 */
export function tryExpression(
  kind: 'if' | 'variables',
  { value: text, at }: Located<string>,
  { variables, isUnknown, expression = {}, silent = false }: RuleEnvironment,
): ClauseTrial {
  const lookup = (name: string) => variables.value(name);
  const possible = isUnknown === undefined ? undefined : possibleTruth(text, lookup, isUnknown, expression);
  if (silent && possible !== undefined && possible.truth !== 'raises') {
    return { kind, text, saw: NOTHING, why: '', ...verdictOf(possible) };
  }
  const outcome = evaluateExpression(text, lookup, expression);
  const saw = visibleValues(outcome.saw, variables);
  const base = { kind, text, saw, ...comparisonsOf(text, outcome), ...(at === undefined ? {} : { at }) };
  if (possible !== undefined && possible.truth !== 'raises') {
    const why = possible.truth === 'sometimes' ? `depends on ${listNames(possible.dependsOn)}` : inWords(saw);
    return { ...base, ...verdictOf(possible), why };
  }
  if (outcome.kind === 'raises') throw new ServerFailure(outcome.problem?.message ?? text, at);
  if (outcome.kind === 'error') {
    return { ...base, held: false, why: `counts as no: ${outcome.problem?.message ?? 'it cannot be read'}` };
  }
  return { ...base, held: outcome.truthful, why: inWords(saw) };

  function inWords(values: ClauseTrial['saw']): string {
    return valuesInWords(values, variables) || 'looks at no variable';
  }
}

const NOTHING: ClauseTrial['saw'] = {};

function verdictOf(possible: PossibleTruth): Pick<ClauseTrial, 'held' | 'unknown' | 'mayFail'> {
  if (possible.truth !== 'sometimes') return { held: possible.truth === 'always' };
  const unknown = possible.dependsOn.map((name) => ({ kind: 'variable' as const, name }));
  return { held: false, unknown, ...(possible.mayRaise ? { mayFail: true as const } : {}) };
}

function comparisonsOf(text: string, { comparisons }: ExpressionOutcome): Pick<ClauseTrial, 'comparisons'> {
  if (comparisons.length < 2) return {};
  return { comparisons: comparisons.map(({ start, end, held }) => ({ text: text.slice(start, end), held })) };
}

function listNames(names: readonly string[]): string {
  return names.map((name) => `$${name}`).join(', ');
}
