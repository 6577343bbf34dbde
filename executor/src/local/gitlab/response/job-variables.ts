import {
  environmentName,
  type JobFacts,
  jobVariables,
  type PipelineContext,
  slugify,
  sortAndExpandAll,
  type Variable,
  VariableCollection,
} from '@gitlab-chatops/shared/ci/variables';
import type { JobVariable } from '../../../job/index.js';
import type { Job } from '../jobs/job.js';
import { LOCAL_RUNNER } from '../project.js';
import { environmentSlug, guessTier } from './environment-variables.js';
import { isoSeconds } from './job-context.js';

/** The URLs of a job that its variables carry. */
export interface JobUrls {
  readonly job: string;
  readonly pipeline: string;
  /** With the job's token as password. */
  readonly repository: string;
}

/**
 * A job's variables as the server hands them to a Runner: in its order, duplicates kept (the last one wins in the job),
 * sorted by their references and expanded once, whereby raw, file and unknown references are left to the Runner.
 * GitLab: app/models/ci/build.rb (base_variables), app/presenters/ci/build_runner_presenter.rb (runner_variables).
 */
export function runnerVariables(context: PipelineContext, job: Job, urls: JobUrls): JobVariable[] {
  const pipelineVariables = job.plan.chatVariables.map(({ key, value, raw }) => ({ key, value, raw }));
  const own = { ...context, pipelineVariables };
  const collection = new VariableCollection([
    ...persistedVariables(job, urls),
    ...scopedVariables(own, job),
    ...persistedEnvironmentVariables(own, job),
  ]);
  return sortAndExpandAll(collection, 'runner').items.map(toWire);
}

/** GitLab: `persisted_variables` of app/models/ci/pipeline.rb and build.rb; no registry proxy, no deploy token here. */
function persistedVariables(job: Job, urls: JobUrls): Variable[] {
  const started = job.startedAt === undefined ? null : isoSeconds(job.startedAt);
  return [
    predefined('CI_PIPELINE_ID', String(job.pipeline.id)),
    predefined('CI_PIPELINE_URL', urls.pipeline),
    predefined('CI_JOB_ID', String(job.id)),
    predefined('CI_JOB_URL', urls.job),
    { ...predefined('CI_JOB_TOKEN', job.token), masked: true },
    predefined('CI_JOB_STARTED_AT', started),
    predefined('CI_JOB_STARTED_AT_SLUG', started === null ? null : slugify(started)),
    predefined('CI_REGISTRY_USER', 'gitlab-ci-token'),
    { ...predefined('CI_REGISTRY_PASSWORD', job.token), masked: true },
    predefined('CI_REPOSITORY_URL', urls.repository),
  ];
}

/** What the chain saw, and the Runner's own variables, which nobody knows before (builder.rb scoped_variables). */
function scopedVariables(context: PipelineContext, job: Job): Variable[] {
  const { plan } = job;
  const { items } = jobVariables(context, jobFacts(job), yamlVariables(job));
  const firstOther = items.findIndex(({ origin }) => origin !== 'predefined');
  const tags = `[${plan.tags.map((tag) => JSON.stringify(tag)).join(', ')}]`;
  return [
    ...items.slice(0, firstOther),
    predefined('CI_RUNNER_ID', String(LOCAL_RUNNER.id)),
    predefined('CI_RUNNER_DESCRIPTION', LOCAL_RUNNER.description),
    predefined('CI_RUNNER_TAGS', tags),
    ...items.slice(firstOther),
  ].map((variable) => withTier(variable, plan.environment?.name));
}

function persistedEnvironmentVariables(context: PipelineContext, job: Job): Variable[] {
  const { environment } = job.plan;
  if (environment === undefined) return [];
  const name = environmentName(context, jobFacts(job), yamlVariables(job));
  return [
    predefined('CI_ENVIRONMENT_ID', '1'),
    predefined('CI_ENVIRONMENT_SLUG', environmentSlug(name)),
    ...(environment.url === undefined ? [] : [predefined('CI_ENVIRONMENT_URL', environment.url)]),
  ];
}

function jobFacts({ plan }: Job): JobFacts {
  const { name, stage, when, environment } = plan;
  return {
    name,
    stage,
    when,
    ...(environment === undefined
      ? {}
      : { environment: { ...environment, action: environment.action ?? 'start' } }),
  };
}

function yamlVariables({ plan }: Job) {
  return plan.yamlVariables.map(({ key, value, raw }) => ({ key, value: value ?? '', raw }));
}

function withTier(variable: Variable, environment: string | undefined): Variable {
  if (variable.key !== 'CI_ENVIRONMENT_TIER' || variable.value !== null) return variable;
  return { ...variable, value: guessTier(environment ?? '') };
}

function predefined(key: string, value: string | null): Variable {
  return { key, value, origin: 'predefined' };
}

/** Where GitLab's variables of settings and pipelines come from: none of them is public (concerns/ci/has_variable.rb). */
const NOT_PUBLIC = new Set<Variable['origin']>(['instance', 'group', 'project', 'pipeline', 'schedule']);

/** GitLab leaves `file` and `raw` out where they are false (collection/item.rb to_runner_variable). */
function toWire({ key, value, origin, masked, file, raw }: Variable): JobVariable {
  const own = origin === 'predefined' && (masked === true || key === 'CI_REPOSITORY_URL');
  return {
    key,
    value: value ?? '',
    public: !own && !NOT_PUBLIC.has(origin),
    masked: masked ?? false,
    ...(file ? { file } : {}),
    ...(raw ? { raw } : {}),
  };
}
