import type { ResolvedConfig } from '../ci/index.js';
import { type JobVerdict, judgeJob, judgeWorkflow, type WorkflowVerdict } from '../ci/policy/index.js';
import type { PipelineContext } from '../ci/variables/index.js';
import { type CreationStop, createPipeline } from './creation.js';
import type { ChainStep } from './plan.js';

/** What a pipeline of any source comes to. */
export interface PipelineVerdict {
  readonly created: boolean;
  /** Why not. */
  readonly stop?: CreationStop;
  readonly steps: readonly ChainStep[];
  /** Absent when the chain ended before: skipped, no configuration, errors in it. */
  readonly workflow?: WorkflowVerdict;
  /** Every job judged by itself, also when no pipeline is created; none when the configuration has errors. */
  readonly jobs: readonly JobVerdict[];
}

/**
 * Which jobs a pipeline of this source, ref and variables would have.
 *
 * @throws ServerFailure never: a server error is a `stop`, and then the jobs are those judged before it
 */
export function evaluatePipeline(config: ResolvedConfig, context: PipelineContext): PipelineVerdict {
  const { stop, steps, workflow, jobs } = createPipeline(config, context);
  const outcome = {
    created: stop === undefined,
    ...(stop === undefined ? {} : { stop }),
    steps,
    ...(workflow === undefined ? {} : { workflow }),
  };
  if (!config.valid || stop?.cause.code === 'CHAT_SERVER_ERROR') return { ...outcome, jobs };
  if (jobs.length > 0) return { ...outcome, jobs: inFileOrder(config, jobs) };
  return { ...outcome, jobs: judgeAll(config, context, workflow) };
}

function judgeAll(
  config: ResolvedConfig,
  context: PipelineContext,
  known: WorkflowVerdict | undefined,
): JobVerdict[] {
  const { root } = known ?? judgeWorkflow(config, context);
  return config.jobs.map((job) => judgeJob(job, context, root));
}

function inFileOrder({ jobs }: ResolvedConfig, verdicts: readonly JobVerdict[]): JobVerdict[] {
  const byName = new Map(verdicts.map((verdict) => [verdict.job.name, verdict]));
  return jobs.flatMap(({ name }) => byName.get(name) ?? []);
}
