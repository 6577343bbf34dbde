import { checkExpression, type LexOptions } from '../ci/expression/index.js';
import type { ConfigPolicy, Located, ResolvedConfig } from '../ci/index.js';

/**
 * The first expression on which GitLab fails while it checks the configuration (each one is evaluated once without
 * variables). The whole configuration then ends in "Undefined error": chain/config/process.rb rescues it.
 */
export function raisingExpression(config: ResolvedConfig, syntax: LexOptions): Located<string> | undefined {
  const known = FOUND.get(config);
  if (known !== undefined && known.negation === syntax.negation) return known.expression;
  const expression = expressionsOf(config).find(({ value }) => checkExpression(value, syntax) === 'raises');
  FOUND.set(config, { negation: syntax.negation, expression });
  return expression;
}

/** Every job of a configuration asks the same. */
const FOUND = new WeakMap<
  ResolvedConfig,
  { readonly negation: boolean | undefined; readonly expression: Located<string> | undefined }
>();

function expressionsOf({ workflow, jobs }: ResolvedConfig): Located<string>[] {
  return [
    ...ifs(workflow.rules),
    ...jobs.flatMap(({ rules, only, except }) => [
      ...ifs(rules),
      ...variablesOf(only),
      ...variablesOf(except),
    ]),
  ];
}

function ifs(rules: ResolvedConfig['workflow']['rules']): Located<string>[] {
  return (rules ?? []).flatMap((rule) => rule.if ?? []);
}

function variablesOf(policy: ConfigPolicy | undefined): readonly Located<string>[] {
  return policy?.variables ?? [];
}
