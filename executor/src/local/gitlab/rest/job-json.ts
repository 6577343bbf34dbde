import { type GitLabInstance, projectUrl, urlsOf } from '../instance.js';
import type { Job } from '../jobs/job.js';

/** A job in GitLab's REST form. GitLab: lib/api/entities/ci/job.rb and job_basic.rb. */
export function jobJson(instance: GitLabInstance, job: Job) {
  const { pipeline, plan } = job;
  const { commit, user } = pipeline;
  const seconds = (from?: Date, to?: Date) =>
    from === undefined || to === undefined ? null : (to.getTime() - from.getTime()) / 1_000;
  return {
    id: job.id,
    status: job.status,
    stage: plan.stage,
    name: plan.name,
    ref: commit.branch,
    tag: false,
    coverage: null,
    allow_failure: job.allowFailure,
    created_at: job.createdAt.toISOString(),
    started_at: job.startedAt?.toISOString() ?? null,
    finished_at: job.finishedAt?.toISOString() ?? null,
    erased_at: null,
    duration: seconds(job.startedAt, job.finishedAt ?? (job.startedAt && instance.clock.now())),
    queued_duration: seconds(job.queuedAt, job.startedAt),
    user: {
      id: user.id,
      username: user.login,
      name: user.name,
      state: 'active',
      web_url: `${instance.webUrl()}/${user.login}`,
    },
    commit: {
      id: commit.sha,
      short_id: commit.sha.slice(0, 8),
      title: commit.message.split('\n', 1)[0],
      message: commit.message,
      author_name: commit.authorName,
      author_email: commit.authorEmail,
    },
    pipeline: {
      id: pipeline.id,
      iid: pipeline.iid,
      project_id: instance.project.id,
      sha: commit.sha,
      ref: commit.branch,
      source: 'chat',
      status: job.status,
      created_at: pipeline.createdAt.toISOString(),
      web_url: `${projectUrl(instance)}/-/pipelines/${pipeline.id}`,
    },
    ...(job.failureReason === undefined ? {} : { failure_reason: job.failureReason }),
    web_url: urlsOf(instance, job).job,
    project: { ci_job_token_scope_enabled: false },
    artifacts: instance.artifacts.ofJob(job.id).map(({ type, size, filename }) => ({
      file_type: type,
      size,
      filename,
      file_format: null,
    })),
    runner: job.runner === undefined ? null : { id: 1, description: 'local', active: true },
    tag_list: plan.tags,
  };
}
