import type { LexOptions } from '../ci/expression/index.js';
import type { ConfigVariable, ResolvedConfig, ResolvedJob } from '../ci/index.js';
import {
  type JobVerdict,
  judgeJob,
  judgeWorkflow,
  mayBeIncluded,
  type WorkflowVerdict,
} from '../ci/policy/index.js';
import type { RuleTrial, UnknownFact } from '../ci/rules/index.js';
import { mergeVariables, type PipelineContext, type VariableCollection } from '../ci/variables/index.js';
import { orServerFailure } from './server-failure.js';

/** How rules are asked where something is not known. */
export interface OpenQuestion {
  /** Whether a variable may hold anything here. */
  readonly isUnknown: (name: string, variables: VariableCollection) => boolean;
  /** As the server reads expressions. */
  readonly expression: LexOptions;
}

/** What workflow:rules may come to in a pipeline. */
export interface PossibleWorkflow {
  readonly verdict: WorkflowVerdict;
  /** The root variables of each outcome that lets the pipeline through; the sure one comes last. */
  readonly passing: readonly (readonly ConfigVariable[])[];
  readonly mayStop: boolean;
}

/** What a job may come to in a pipeline, given what is not known. */
export interface PossibleOutcomes {
  /** Each way: in, with which `when`; or out. Never empty. */
  readonly ways: readonly { readonly included: boolean; readonly when: string }[];
  readonly unknown: readonly UnknownFact[];
  /** The rules that were tried: the job's, or the workflow's where it lets nothing through. */
  readonly trials: readonly RuleTrial[];
  readonly workflowTrials: readonly RuleTrial[];
  /** Whether the job's variables name each other in a circle, which keeps it out, on each way or on some. */
  readonly variableLoop: () => 'always' | 'sometimes' | 'never';
}

/**
 * Follows every way through workflow:rules that the unknown leaves open.
 *
 * @throws ServerFailure where GitLab's server fails
 */
export function possibleWorkflow(
  config: ResolvedConfig,
  context: PipelineContext,
  question: OpenQuestion,
): PossibleWorkflow {
  const verdict = judgeWorkflow(config, context, question);
  const { pass, root, alternatives } = verdict;
  const passing = alternatives
    .filter(({ when }) => when !== 'never')
    .map(({ rule }) => mergeVariables(config.variables, rule?.variables));
  if (pass) passing.push(root);
  return { verdict, passing, mayStop: !pass || alternatives.some(({ when }) => when === 'never') };
}

/**
 * Follows every way through the job's rules, after each way through the workflow.
 *
 * @throws ServerFailure where GitLab's server fails
 */
export function possibleOutcomes(
  job: ResolvedJob,
  context: PipelineContext,
  { verdict, passing, mayStop }: PossibleWorkflow,
  question: OpenQuestion,
): PossibleOutcomes {
  const asked = withOpenEnvironment(job, question);
  const judge = (root: readonly ConfigVariable[]) => judgeJob(job, context, root, asked);
  const isOnlyWay = passing.length === 1 && !mayStop;
  const judged = passing.flatMap((root) =>
    isOnlyWay ? judge(root) : (orServerFailure(() => judge(root)) ?? []),
  );
  const ways = judged.flatMap(waysOf);
  if (mayStop || judged.length < passing.length) ways.push({ included: false, when: 'never' });
  const last = judged.at(-1);
  return {
    ways,
    unknown: [...verdict.unknown, ...judged.flatMap(({ unknown }) => unknown)],
    trials: last?.trials ?? verdict.trials,
    workflowTrials: verdict.trials,
    variableLoop: () => {
      const loops = judged.filter((verdict) => verdict.variableError() !== undefined).length;
      if (loops === 0) return 'never';
      return loops === judged.length ? 'always' : 'sometimes';
    },
  };
}

/** Whether one of these ways has the job in the pipeline; where GitLab's server fails it has not. */
export function mayRun(
  job: ResolvedJob,
  context: PipelineContext,
  { passing }: PossibleWorkflow,
  question: OpenQuestion,
): boolean {
  const asked = withOpenEnvironment(job, question);
  return passing.some((root) => orServerFailure(() => mayBeIncluded(job, context, root, asked)) === true);
}

/** A name with variables in it is as open as they are; asked for too rarely to follow them. */
function withOpenEnvironment(job: ResolvedJob, question: OpenQuestion): OpenQuestion {
  if (job.environment?.name.includes('$') !== true) return question;
  const { isUnknown, expression } = question;
  return {
    expression,
    isUnknown: (name, variables) => name === 'CI_ENVIRONMENT_NAME' || isUnknown(name, variables),
  };
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
