import type { ConfigVariable, ResolvedConfig, ResolvedJob } from '../ci/index.js';
import { type JobVerdict, judgeJob, judgeWorkflow, type WorkflowVerdict } from '../ci/policy/index.js';
import type { UnknownFact } from '../ci/rules/index.js';
import { mergeVariables, type PipelineContext, type VariableCollection } from '../ci/variables/index.js';

/** What a job may come to in a pipeline, given what is not known. */
export interface PossibleOutcomes {
  /** Each way: in, with which `when`; or out. Never empty. */
  readonly ways: readonly { readonly included: boolean; readonly when: string }[];
  readonly unknown: readonly UnknownFact[];
  /** The workflow's verdict, and the job's (absent when the workflow lets nothing through). */
  readonly workflow: WorkflowVerdict;
  readonly job?: JobVerdict;
}

/** Whether a variable may hold anything here. */
export type IsUnknownVariable = (name: string, variables: VariableCollection) => boolean;

/**
 * Follows every way through workflow:rules and the job's rules that the unknown leaves open.
 *
 * @throws ServerFailure where GitLab's server fails
 */
export function possibleOutcomes(
  config: ResolvedConfig,
  job: ResolvedJob,
  context: PipelineContext,
  isUnknown: IsUnknownVariable,
): PossibleOutcomes {
  const workflow = judgeWorkflow(config, context, { isUnknown });
  const roots = possibleRoots(config, workflow);
  const verdicts = roots.passing.map((root) => judgeJob(job, context, root, { isUnknown }));
  const ways = verdicts.flatMap(waysOf);
  if (roots.mayStop) ways.push({ included: false, when: 'never' });
  const last = verdicts.at(-1);
  return {
    ways,
    unknown: [...workflow.unknown, ...verdicts.flatMap((verdict) => verdict.unknown)],
    workflow,
    ...(last === undefined ? {} : { job: last }),
  };
}

/** The root variables of each workflow outcome that lets the pipeline through; the sure one comes last. */
function possibleRoots(
  { variables }: ResolvedConfig,
  { pass, root, alternatives }: WorkflowVerdict,
): { passing: (readonly ConfigVariable[])[]; mayStop: boolean } {
  const passing = alternatives
    .filter(({ when }) => when !== 'never')
    .map(({ rule }) => mergeVariables(variables, rule?.variables));
  if (pass) passing.push(root);
  return { passing, mayStop: !pass || alternatives.some(({ when }) => when === 'never') };
}

function waysOf({
  included,
  when,
  by,
  unknown,
  alternatives,
}: JobVerdict): { included: boolean; when: string }[] {
  if (by === 'policy' && unknown.length > 0) {
    return [
      { included: true, when },
      { included: false, when: 'never' },
    ];
  }
  return [
    ...alternatives.map((other) => ({ included: other.when !== 'never', when: other.when })),
    { included, when },
  ];
}
