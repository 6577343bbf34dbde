import type { LexOptions } from '../expression/index.js';
import type { ConfigNeeds, ConfigVariable, ResolvedJob } from '../model.js';
import {
  evaluateRules,
  type RuleEnvironment,
  type RuleOutcome,
  type RuleTrial,
  ruleEnvironment,
  type UnknownFact,
} from '../rules/index.js';
import {
  circularReference,
  jobVariables,
  jobYamlVariables,
  mergeVariables,
  type PipelineContext,
  type VariableCollection,
} from '../variables/index.js';
import { evaluatePolicy } from './evaluate.js';

/** Whether a job is in a pipeline, and as what. */
export interface JobVerdict {
  readonly job: ResolvedJob;
  readonly included: boolean;
  /** What decided; `always`: the job has neither rules nor only/except. */
  readonly by: 'rules' | 'policy' | 'always';
  readonly when: string;
  readonly allowFailure: ResolvedJob['allowFailure'];
  readonly startIn?: number;
  readonly interruptible?: boolean;
  /** YAML variables: root (with workflow's), job, rule. */
  readonly variables: readonly ConfigVariable[];
  /** The rule's needs where it has some, else the job's. */
  readonly needs?: ConfigNeeds;
  readonly trials: readonly RuleTrial[];
  /** GitLab's message when a rule failed; the job is then not included. */
  readonly rulesError?: string;
  /** What would have to be known for a sure answer; empty: sure. */
  readonly unknown: readonly UnknownFact[];
  /** What the rules may come to instead. */
  readonly alternatives: readonly RuleOutcome[];
  /** The variables that the job's rules saw. */
  readonly seen: VariableCollection;
  /** GitLab's error where these variables name each other in a circle; asked of an included job only. */
  readonly variableError: () => string | undefined;
}

export interface JudgeOptions {
  readonly isUnknown?: (name: string, variables: VariableCollection) => boolean;
  readonly expression?: LexOptions;
}

/**
 * Judges one job by itself. `root`: the root variables with those of the matching workflow rule.
 * GitLab: `included?` in lib/gitlab/ci/pipeline/seed/build.rb, and lib/gitlab/ci/yaml_processor/result.rb.
 *
 * @throws ServerFailure where GitLab's server fails
 */
export function judgeJob(
  job: ResolvedJob,
  context: PipelineContext,
  root: readonly ConfigVariable[],
  options: JudgeOptions = {},
): JobVerdict {
  const yaml = jobYamlVariables(root, job);
  const environment = environmentOf(job, context, yaml, options, false);
  const { variables: seen } = environment;
  return {
    ...decide(job, yaml, environment),
    job,
    seen,
    variableError: () => circularReference(seen),
  };
}

/**
 * Whether the job is in the pipeline on one of the ways that the unknown leaves open: `judgeJob` without its reasons.
 *
 * @throws ServerFailure where GitLab's server fails
 */
export function mayBeIncluded(
  job: ResolvedJob,
  context: PipelineContext,
  root: readonly ConfigVariable[],
  options: JudgeOptions = {},
): boolean {
  if (job.rules === undefined && job.only === undefined && job.except === undefined) return true;
  const environment = environmentOf(job, context, jobYamlVariables(root, job), options, true);
  if (job.rules === undefined) {
    const { included, unknown } = evaluatePolicy(job, environment);
    return included || unknown.length > 0;
  }
  const { when, alternatives } = evaluateRules(job.rules, environment, job.when);
  return when !== 'never' || alternatives.some((other) => other.when !== 'never');
}

function environmentOf(
  job: ResolvedJob,
  context: PipelineContext,
  yaml: readonly ConfigVariable[],
  { isUnknown, expression = {} }: JudgeOptions,
  silent: boolean,
): RuleEnvironment {
  const seen = jobVariables(context, job, yaml);
  if (isUnknown === undefined) return ruleEnvironment(context, seen, { expression, silent });
  return ruleEnvironment(context, seen, {
    expression,
    silent,
    isUnknown: (name) => isUnknown(name, seen),
  });
}

type Decision = Omit<JobVerdict, 'job' | 'seen' | 'variableError'>;

function decide(job: ResolvedJob, yaml: readonly ConfigVariable[], environment: RuleEnvironment): Decision {
  const asWritten = {
    when: job.when,
    allowFailure: job.allowFailure,
    ...(job.startIn === undefined ? {} : { startIn: job.startIn }),
    ...(job.interruptible === undefined ? {} : { interruptible: job.interruptible }),
    variables: yaml,
    ...(job.needs === undefined ? {} : { needs: job.needs }),
  };
  if (job.rules !== undefined) return decideByRules(job.rules, job, asWritten, environment);
  if (job.only === undefined && job.except === undefined) {
    return { ...asWritten, included: true, by: 'always', trials: [], unknown: [], alternatives: [] };
  }
  const { included, trials, unknown } = evaluatePolicy(job, environment);
  return { ...asWritten, included, by: 'policy', trials, unknown, alternatives: [] };
}

function decideByRules(
  rules: NonNullable<ResolvedJob['rules']>,
  job: ResolvedJob,
  asWritten: Pick<Decision, 'when' | 'allowFailure' | 'startIn' | 'interruptible' | 'variables' | 'needs'>,
  environment: RuleEnvironment,
): Decision {
  const { when, rule, trials, error, unknown, alternatives } = evaluateRules(rules, environment, job.when);
  return {
    ...asWritten,
    included: when !== 'never',
    by: 'rules',
    when,
    ...(rule?.allowFailure === undefined ? {} : { allowFailure: rule.allowFailure }),
    ...(rule?.startIn === undefined ? {} : { startIn: rule.startIn }),
    ...(rule?.interruptible === undefined ? {} : { interruptible: rule.interruptible }),
    variables: mergeVariables(asWritten.variables, rule?.variables),
    ...(rule?.needs === undefined ? {} : { needs: rule.needs }),
    trials,
    ...(error === undefined ? {} : { rulesError: error }),
    unknown,
    alternatives,
  };
}
