import { type ExpressionOutcome, evaluateExpression, possibleTruth } from '../expression/index.js';
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
  { variables, isUnknown, expression = {} }: RuleEnvironment,
): ClauseTrial {
  const lookup = (name: string) => variables.value(name);
  const outcome = evaluateExpression(text, lookup, expression);
  const saw = visibleValues(outcome.saw, variables);
  const base = { kind, text, saw, ...comparisonsOf(text, outcome), ...(at === undefined ? {} : { at }) };
  if (isUnknown !== undefined) {
    const possible = possibleTruth(text, lookup, isUnknown, expression);
    if (possible.truth === 'sometimes') {
      const unknown = possible.dependsOn.map((name) => ({ kind: 'variable' as const, name }));
      const mayFail = possible.mayRaise ? { mayFail: true as const } : {};
      return {
        ...base,
        held: false,
        unknown,
        ...mayFail,
        why: `depends on ${listNames(possible.dependsOn)}`,
      };
    }
    if (possible.truth !== 'raises') return { ...base, held: possible.truth === 'always', why: inWords(saw) };
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

function comparisonsOf(text: string, { comparisons }: ExpressionOutcome): Pick<ClauseTrial, 'comparisons'> {
  if (comparisons.length < 2) return {};
  return { comparisons: comparisons.map(({ start, end, held }) => ({ text: text.slice(start, end), held })) };
}

function listNames(names: readonly string[]): string {
  return names.map((name) => `$${name}`).join(', ');
}
