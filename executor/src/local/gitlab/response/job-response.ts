import type { PlannedImage, PlannedJob } from '@gitlab-chatops/shared/chat';
import { FAILURE_REASONS } from '@gitlab-chatops/shared/ci';
import type { PipelineContext } from '@gitlab-chatops/shared/ci/variables';
import type { JobImage, JobResponse, JobStep } from '../../../job/index.js';
import type { Job } from '../jobs/job.js';
import { DEFAULT_JOB_TIMEOUT_S } from '../jobs/lifecycle.js';
import { type JobUrls, runnerVariables } from './job-variables.js';

/** GitLab's default for new projects (`ci_default_git_depth`); the variable GIT_DEPTH wins. */
const DEFAULT_GIT_DEPTH = 20;

/**
 * What `POST /api/v4/jobs/request` hands out. GitLab: lib/api/entities/ci/job_request/response.rb and
 * app/presenters/ci/build_runner_presenter.rb.
 */
export function jobResponse(
  context: PipelineContext,
  job: Job,
  urls: JobUrls,
  objectFormat: string,
  now: Date,
): JobResponse {
  const { plan, pipeline } = job;
  const { commit } = pipeline;
  const timeout = plan.timeout ?? DEFAULT_JOB_TIMEOUT_S;
  const variables = runnerVariables(context, job, urls);
  const depth = gitDepth(variables.findLast(({ key }) => key === 'GIT_DEPTH')?.value);
  return {
    id: job.id,
    token: job.token,
    allow_git_fetch: true,
    job_info: {
      id: job.id,
      name: plan.name,
      stage: plan.stage,
      pipeline_id: pipeline.id,
      project_id: context.project.id,
      project_name: context.project.title,
      project_full_path: context.project.path,
      user_id: pipeline.user.id,
      time_in_queue_seconds: queuedSeconds(job, now),
      // A project Runner: GitLab does not count for it.
      project_jobs_running_on_instance_runners_count: '+Inf',
    },
    git_info: {
      repo_url: urls.repository,
      repo_object_format: objectFormat,
      ref: commit.branch,
      sha: commit.sha,
      before_sha: context.commit.beforeSha,
      ref_type: 'branch',
      refspecs: refspecs(pipeline.id, commit.branch, depth),
      depth,
      protected: context.protectedRef,
    },
    runner_info: { timeout },
    variables,
    steps: steps(plan, timeout),
    image: plan.image === undefined ? null : image(plan.image),
    services: plan.services.map(image),
    artifacts: null,
    cache: null,
    credentials: [],
    dependencies: [],
    features: { trace_sections: true, failure_reasons: FAILURE_REASONS },
  };
}

/** Ruby's `to_i`: the digits at the beginning, else 0; 0 means everything. */
function gitDepth(value: string | undefined): number {
  if (value === undefined) return DEFAULT_GIT_DEPTH;
  return Number(/^\s*(\d+)/.exec(value)?.[1] ?? 0);
}

function refspecs(pipelineId: number, branch: string, depth: number): string[] {
  const own = `+refs/pipelines/${pipelineId}:refs/pipelines/${pipelineId}`;
  if (depth > 0) return [own, `+refs/heads/${branch}:refs/remotes/origin/${branch}`];
  return [own, '+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
}

/** GitLab: lib/gitlab/ci/build/step.rb. */
function steps(plan: PlannedJob, timeout: number): JobStep[] {
  const script: JobStep = {
    name: 'script',
    script: plan.script,
    timeout,
    when: 'on_success',
    allow_failure: false,
  };
  if (plan.afterScript.length === 0) return [script];
  const after = {
    name: 'after_script',
    script: plan.afterScript,
    timeout,
    when: 'always',
    allow_failure: true,
  };
  return [script, after];
}

function image({ name, alias, command, entrypoint }: PlannedImage): JobImage {
  return {
    name,
    ...(alias === undefined ? {} : { alias }),
    ...(command === undefined ? {} : { command }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
  };
}

function queuedSeconds({ queuedAt }: Job, now: Date): number {
  return queuedAt === undefined ? 0 : Math.max(0, Math.trunc((now.getTime() - queuedAt.getTime()) / 1_000));
}
