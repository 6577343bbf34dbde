import type { ConfigVariable, ResolvedConfig } from '../model.js';
import { evaluateRules, type RulesVerdict, ruleEnvironment } from '../rules/index.js';
import { mergeVariables, type PipelineContext, workflowVariables } from '../variables/index.js';
import type { JudgeOptions } from './job.js';

/** What `workflow:rules` come to. */
export interface WorkflowVerdict extends RulesVerdict {
  readonly pass: boolean;
  /** Root variables with those of the matching rule on top: what jobs inherit. */
  readonly root: readonly ConfigVariable[];
}

/**
 * Evaluates `workflow:rules`; without rules every pipeline passes.
 * GitLab: lib/gitlab/ci/pipeline/chain/evaluate_workflow_rules.rb and `root_variables` in chain/seed.rb.
 *
 * @throws ServerFailure where GitLab's server fails
 */
export function judgeWorkflow(
  config: Pick<ResolvedConfig, 'workflow' | 'variables'>,
  context: PipelineContext,
  { isUnknown, expression = {} }: JudgeOptions = {},
): WorkflowVerdict {
  const { rules } = config.workflow;
  if (rules === undefined) {
    return { pass: true, when: 'always', root: config.variables, trials: [], unknown: [], alternatives: [] };
  }
  const seen = workflowVariables(context, config.variables);
  const environment = ruleEnvironment(context, seen, {
    expression,
    ...(isUnknown === undefined ? {} : { isUnknown: (name: string) => isUnknown(name, seen) }),
  });
  const verdict = evaluateRules(rules, environment, 'always');
  return {
    ...verdict,
    pass: verdict.when !== 'never',
    root: mergeVariables(config.variables, verdict.rule?.variables),
  };
}
