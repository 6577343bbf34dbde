import { expressionSyntax } from '../ci/expression/index.js';
import type { ResolvedConfig } from '../ci/index.js';
import { type JobVerdict, judgeJob, judgeWorkflow, type WorkflowVerdict } from '../ci/policy/index.js';
import type { PipelineContext } from '../ci/variables/index.js';
import { type CreationStop, createPipeline } from './creation.js';
import type { ChainStep } from './plan.js';
import { orServerFailure } from './server-failure.js';

/** What a pipeline of any source comes to. */
export interface PipelineVerdict {
  readonly created: boolean;
  /** Why not. */
  readonly stop?: CreationStop;
  readonly steps: readonly ChainStep[];
  /** Absent when the chain ended before: skipped, no configuration, errors in it. */
  readonly workflow?: WorkflowVerdict;
  /**
   * Every job judged by itself, also when no pipeline is created; none when the configuration has errors. Jobs on
   * whose rules GitLab's server fails are left out.
   */
  readonly jobs: readonly JobVerdict[];
}

/** Which jobs a pipeline of this source, ref and variables would have. */
export function evaluatePipeline(config: ResolvedConfig, context: PipelineContext): PipelineVerdict {
  const { stop, steps, workflow, jobs } = createPipeline(config, context);
  const all = config.valid && jobs.length < config.jobs.length;
  return {
    created: stop === undefined,
    ...(stop === undefined ? {} : { stop }),
    steps,
    ...(workflow === undefined ? {} : { workflow }),
    jobs: all ? judgeAll(config, context, workflow) : inFileOrder(config, jobs),
  };
}

function judgeAll(
  config: ResolvedConfig,
  context: PipelineContext,
  known: WorkflowVerdict | undefined,
): JobVerdict[] {
  const expression = expressionSyntax(context.server.version);
  const workflow = known ?? orServerFailure(() => judgeWorkflow(config, context, { expression }));
  const root = workflow?.root ?? config.variables;
  return config.jobs.flatMap(
    (job) => orServerFailure(() => judgeJob(job, context, root, { expression })) ?? [],
  );
}

function inFileOrder({ jobs }: ResolvedConfig, verdicts: readonly JobVerdict[]): JobVerdict[] {
  const byName = new Map(verdicts.map((verdict) => [verdict.job.name, verdict]));
  return jobs.flatMap(({ name }) => byName.get(name) ?? []);
}
