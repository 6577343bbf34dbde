import type { LexOptions } from '../expression/index.js';
import { type PipelineContext, sortAndExpandAll, type VariableCollection } from '../variables/index.js';

/** What rules and policies are judged in: one job, or the workflow. */
export interface RuleEnvironment {
  readonly context: PipelineContext;
  /** As `if` sees them: unexpanded. */
  readonly variables: VariableCollection;
  /** As `changes` and `exists` paths see them: expanded in each other. */
  readonly expanded: () => VariableCollection;
  /** Variables that may hold anything; default: all are what they are. */
  readonly isUnknown?: (name: string) => boolean;
  readonly expression?: LexOptions;
  /** Only the outcome is asked for: no trials of rules, no values that were seen, no reasons in words. */
  readonly silent?: boolean;
}

/** Builds an environment; expansion is done at most once, and only if asked for. */
export function ruleEnvironment(
  context: PipelineContext,
  variables: VariableCollection,
  options: Pick<RuleEnvironment, 'isUnknown' | 'expression' | 'silent'> = {},
): RuleEnvironment {
  let expanded: VariableCollection | undefined;
  return {
    context,
    variables,
    expanded: () => {
      expanded ??= sortAndExpandAll(variables);
      return expanded;
    },
    ...options,
  };
}
