import { expressionSyntax } from '../ci/expression/index.js';
import type { ResolvedConfig, SourceRange } from '../ci/index.js';
import {
  type JobVerdict,
  type JudgeOptions,
  judgeJob,
  judgeWorkflow,
  type WorkflowVerdict,
} from '../ci/policy/index.js';
import { ServerFailure } from '../ci/rules/index.js';
import type { PipelineContext } from '../ci/variables/index.js';
import type { Problem } from '../errors/index.js';
import { chatCause } from './causes.js';
import { exclusion } from './exclusion.js';
import { missingJob } from './missing-job.js';
import type { ChainStep } from './plan.js';
import { raisingExpression } from './raising-expression.js';
import { rulesReason } from './rules-reason.js';
import { type StageSeed, seedErrors } from './seed.js';
import { asksToSkip } from './skip.js';

/** Where the creation of a pipeline ends without a pipeline that runs. */
export interface CreationStop {
  readonly step: string;
  /** Whether GitLab saves the pipeline row all the same (as failed, or skipped). */
  readonly persisted: boolean;
  /** GitLab's own words for it; empty where it has none. */
  readonly message: string;
  readonly cause: Problem;
  readonly at?: SourceRange;
}

/** A pipeline's creation, step by step. */
export interface Creation {
  readonly steps: readonly ChainStep[];
  readonly stop?: CreationStop;
  readonly workflow?: WorkflowVerdict;
  /** The jobs that were judged, in the order of stages. */
  readonly jobs: readonly JobVerdict[];
}

export interface CreationOptions extends JudgeOptions {
  /** Keep only the job of exactly this name, as a chat pipeline does. */
  readonly only?: string;
  /** What `workflow:rules` come to in this pipeline, where several jobs are asked about. */
  readonly judgedWorkflow?: () => WorkflowVerdict;
}

/**
 * GitLab's chain from `[skip ci]` to the filled pipeline, for any source.
 * GitLab: SEQUENCE in app/services/ci/create_pipeline_service.rb and lib/gitlab/ci/pipeline/chain. Not judged:
 * abilities, rate limits, size limits and external validation, which only the server knows.
 */
export function createPipeline(
  config: ResolvedConfig | undefined,
  context: PipelineContext,
  options: CreationOptions = {},
): Creation {
  const run = new Run();
  const expression = options.expression ?? expressionSyntax(context.server.version);
  try {
    return run.through(config, context, { ...options, expression });
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error;
    const cause = chatCause('CHAT_SERVER_ERROR', error.message);
    return run.stop(false, '500 Internal Server Error', cause, error.at);
  }
}

/** The chain's state: what is known so far and which step is at work. */
class Run {
  readonly #steps: ChainStep[] = [];
  #step = 'skip';
  #workflow: WorkflowVerdict | undefined;
  #jobs: readonly JobVerdict[] = [];

  through(config: ResolvedConfig | undefined, context: PipelineContext, options: CreationOptions): Creation {
    if (asksToSkip(context)) {
      return this.stop(true, '', chatCause('CHAT_SKIP_CI', 'the commit message asks to skip CI'));
    }
    this.#pass('the commit message does not ask to skip');

    this.#step = 'config_content';
    if (config === undefined) {
      const cause = chatCause('CHAT_NO_CONFIG', `there is no ${context.project.configPath}`);
      return this.stop(false, 'Missing CI config file', cause);
    }
    this.#pass('there is a configuration');

    this.#step = 'config';
    const [broken] = config.errors;
    if (broken !== undefined) return this.stop(true, broken.message, broken, broken.at);
    const raising = raisingExpression(config, options.expression ?? {});
    if (raising !== undefined) {
      const cause = chatCause(
        'CHAT_SERVER_ERROR',
        `GitLab fails while it checks the expression ${raising.value}`,
      );
      return this.stop(true, 'Undefined error', cause, raising.at);
    }
    this.#pass(`${config.jobs.length} jobs, no error`);

    const wanted = this.#removeUnwanted(config, options.only);

    this.#step = 'workflow_rules';
    const workflow = options.judgedWorkflow?.() ?? judgeWorkflow(config, context, options);
    this.#workflow = workflow;
    if (!workflow.pass) return this.#stopAtWorkflow(config, workflow);
    this.#pass(workflowReason(config, workflow), workflow.trials);

    this.#step = 'seed';
    const stages = seedStages(config, wanted, (job) => judgeJob(job, context, workflow.root, options));
    this.#jobs = stages.flatMap(({ jobs }) => jobs);
    const trials = options.only === undefined ? undefined : this.#jobs[0]?.trials;
    const errors = seedErrors(stages);
    const [first] = errors;
    if (first !== undefined) {
      return this.stop(true, errors.map(({ message }) => message).join('\n'), first.cause, first.at, trials);
    }
    this.#pass(seedReason(this.#jobs), trials);

    this.#step = 'populate';
    if (!stages.some(({ name, jobs }) => !isEdge(name) && jobs.some(({ included }) => included))) {
      const { cause, at } = emptyCause(config, this.#jobs, options.only);
      return this.stop(false, NO_JOBS, cause, at);
    }
    this.#pass('the pipeline has a job outside .pre and .post');
    return this.#creation();
  }

  stop(
    persisted: boolean,
    message: string,
    cause: Problem,
    at?: SourceRange,
    rules?: ChainStep['rules'],
  ): Creation {
    const step = this.#step;
    const place = at === undefined ? {} : { at };
    const tried = rules === undefined || rules.length === 0 ? {} : { rules };
    this.#steps.push({ step, verdict: 'stopped', reason: cause.message, ...place, ...tried });
    return { ...this.#creation(), stop: { step, persisted, message, cause, ...place } };
  }

  #creation(): Creation {
    const workflow = this.#workflow === undefined ? {} : { workflow: this.#workflow };
    return { steps: this.#steps, jobs: this.#jobs, ...workflow };
  }

  #pass(reason: string, rules?: ChainStep['rules']): void {
    const tried = rules === undefined || rules.length === 0 ? {} : { rules };
    this.#steps.push({ step: this.#step, verdict: 'passed', reason, ...tried });
  }

  #removeUnwanted({ jobs }: ResolvedConfig, only: string | undefined): ResolvedConfig['jobs'] {
    this.#step = 'remove_unwanted_chat_jobs';
    if (only === undefined) return jobs;
    const wanted = jobs.filter(({ name }) => name === only);
    const found = wanted.length > 0 ? `is named ${only}` : `none is named ${only}`;
    this.#pass(`of ${jobs.length} jobs ${wanted.length > 0 ? `one ${found}` : found}`);
    return wanted;
  }

  #stopAtWorkflow(config: ResolvedConfig, workflow: WorkflowVerdict): Creation {
    const { message, at, wayOut } = rulesReason('workflow', workflow.trials);
    const cause =
      workflow.error === undefined
        ? chatCause('CHAT_WORKFLOW_RULES', message, wayOut)
        : chatCause('CHAT_WORKFLOW_RULES', `workflow:rules fail: ${workflow.error}`);
    const place = at ?? config.workflow.rules?.[0]?.at;
    return this.stop(false, 'Pipeline filtered out by workflow rules.', cause, place, workflow.trials);
  }
}

const NO_JOBS =
  'Pipeline will not run for the selected trigger. ' +
  'The rules configuration prevented any jobs from being added to the pipeline.';

function workflowReason({ workflow: { rules } }: ResolvedConfig, { when }: WorkflowVerdict): string {
  return rules === undefined ? 'there are no workflow:rules' : `a workflow rule says ${when}`;
}

function seedReason(jobs: readonly JobVerdict[]): string {
  const [first, second] = jobs;
  if (first === undefined) return 'no job is left';
  if (second === undefined) {
    const isOpen = first.trials.some(({ clauses }) => clauses.some(({ unknown }) => unknown !== undefined));
    if (isOpen) return `whether ${first.job.name} is in hangs on what is not known here`;
    return `${first.job.name} is ${first.included ? 'in' : 'left out'}`;
  }
  return `${jobs.filter(({ included }) => included).length} of ${jobs.length} jobs are in`;
}

function seedStages(
  { stages }: ResolvedConfig,
  jobs: ResolvedConfig['jobs'],
  judge: (job: ResolvedConfig['jobs'][number]) => JobVerdict,
): StageSeed[] {
  return [...new Set(stages)].map((name) => ({
    name,
    jobs: jobs.filter(({ stage }) => stage === name).map(judge),
  }));
}

/** GitLab: EDGES in lib/gitlab/ci/config/stages.rb. */
function isEdge(stage: string): boolean {
  return stage === '.pre' || stage === '.post';
}

function emptyCause(
  config: ResolvedConfig,
  jobs: readonly JobVerdict[],
  only: string | undefined,
): { cause: Problem; at?: SourceRange } {
  const [first] = jobs;
  if (first === undefined && only !== undefined) return missingJob(config, only);
  const included = jobs.find((verdict) => verdict.included);
  if (included !== undefined) {
    const { name, stage, keys, at } = included.job;
    const message = `${name} is in stage ${stage}, and a pipeline of nothing else counts as empty`;
    return { cause: chatCause('CHAT_EDGE_STAGE', message), at: keys.get('stage') ?? at };
  }
  if (first === undefined) return { cause: chatCause('CHAT_JOB_NOT_FOUND', 'there is no job') };
  return exclusion(first);
}
