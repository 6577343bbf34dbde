import type { PlannedJob } from '@gitlab-chatops/shared/chat';
import type { SnapshotCommit } from '../../git/index.js';
import type { TraceFile } from './trace-file.js';

/** GitLab: app/models/concerns/ci/has_status.rb, without those that need other jobs or deployments. */
export type JobStatus =
  | 'pending'
  | 'running'
  | 'canceling'
  | 'success'
  | 'failed'
  | 'canceled'
  | 'manual'
  | 'scheduled'
  | 'skipped';

/** A GitLab user who may be linked to a chat user. */
export interface GitLabUser {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly email: string;
}

/** One chat command's pipeline; it holds one job, and that job's retries. */
export interface Pipeline {
  readonly id: number;
  /** Number inside the project. */
  readonly iid: number;
  readonly createdAt: Date;
  readonly commit: SnapshotCommit;
  readonly user: GitLabUser;
  /** Absent: no response_url came with the command, so GitLab keeps no chat data and never replies. */
  readonly chat?: ChatData;
}

/** GitLab: app/models/ci/pipeline_chat_data.rb */
export interface ChatData {
  readonly responseUrl: string;
  /** The chat service's id of the caller. */
  readonly chatUserId: string;
}

/** What a Runner says of itself with each job request. */
export interface RunnerInfo {
  readonly name?: string;
  readonly version?: string;
  readonly executor?: string;
  /** It runs after_script when a job is canceled (`features.cancel_gracefully`). */
  readonly cancelsGracefully: boolean;
}

/** A job's row. Only jobs/lifecycle.ts changes it. */
export interface Job {
  readonly id: number;
  readonly pipeline: Pipeline;
  readonly plan: PlannedJob;
  readonly token: string;
  readonly trace: TraceFile;
  readonly createdAt: Date;
  status: JobStatus;
  queuedAt?: Date;
  startedAt?: Date;
  finishedAt?: Date;
  runner?: RunnerInfo;
  /** GitLab's word, e.g. `script_failure`; only with `failed`. */
  failureReason?: string;
  exitCode?: number;
  /** May be settled by the exit code (`allow_failure:exit_codes`). */
  allowFailure: boolean;
  /** Another job took its place. */
  retried: boolean;
  /** Trace updates whose bodies are still coming in. */
  openUpdates: number;
}

/** A job as pages and the REST API show it: plain data. */
export interface JobView {
  readonly id: number;
  readonly name: string;
  readonly stage: string;
  readonly status: JobStatus;
  readonly pipelineId: number;
  readonly ref: string;
  readonly sha: string;
  readonly user: GitLabUser;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly failureReason: string | null;
  readonly exitCode: number | null;
  readonly allowFailure: boolean;
  readonly retried: boolean;
  readonly runner: RunnerInfo | null;
  readonly traceSize: number;
}

export function viewJob(job: Job): JobView {
  return {
    id: job.id,
    name: job.plan.name,
    stage: job.plan.stage,
    status: job.status,
    pipelineId: job.pipeline.id,
    ref: job.pipeline.commit.branch,
    sha: job.pipeline.commit.sha,
    user: job.pipeline.user,
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    failureReason: job.failureReason ?? null,
    exitCode: job.exitCode ?? null,
    allowFailure: job.allowFailure,
    retried: job.retried,
    runner: job.runner ?? null,
    traceSize: job.trace.size,
  };
}

/** A Runner works on it: its token opens the repository, the trace and the API (GitLab: Ci::AuthJobFinder). */
export function isOnRunner({ status }: Job): boolean {
  return status === 'running' || status === 'canceling';
}

export function isFinished({ status }: Job): boolean {
  return status === 'success' || status === 'failed' || status === 'canceled' || status === 'skipped';
}
