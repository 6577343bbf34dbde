import type { PlannedJob } from '@gitlab-chatops/shared/chat';
import type { Clock } from '../clock.js';
import { isFinished, isOnRunner, type Job, type JobStatus, type Pipeline, type RunnerInfo } from './job.js';
import { JobQueue } from './queue.js';
import type { TraceFile } from './trace-file.js';

/** GitLab's default for a project (`Build timeout`). */
export const DEFAULT_JOB_TIMEOUT_S = 3_600;
/** A Runner ends a job at its timeout; one that is silent this much later is gone. */
const TIMEOUT_GRACE_MS = 300_000;

export interface LifecyclePorts {
  readonly clock: Clock;
  readonly createToken: () => string;
  readonly openTrace: (jobId: number) => TraceFile;
  /** After every change, the creation included (then `from` is absent). */
  readonly changed: (job: Job, from?: JobStatus) => void;
  readonly finished: (job: Job) => void;
}

export type Outcome =
  | { readonly state: 'success' }
  | { readonly state: 'failed'; readonly reason: string; readonly exitCode?: number };

/** Creates jobs and moves them from status to status. GitLab: app/models/ci/build.rb (state_machine). */
export class JobLifecycle {
  readonly queue: JobQueue;
  readonly #ports: LifecyclePorts;
  readonly #jobs = new Map<number, Job>();
  readonly #timers = new Map<Job, () => void>();
  #lastId = 0;

  constructor(ports: LifecyclePorts) {
    this.#ports = ports;
    this.queue = new JobQueue(ports.clock, ports.createToken);
  }

  get(id: number): Job | undefined {
    return this.#jobs.get(id);
  }

  all(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  /** The first status hangs on `when`: nothing ran before a chat job, so `on_failure` is skipped at once. */
  create(pipeline: Pipeline, plan: PlannedJob): Job {
    const job = this.#add(pipeline, plan, INITIAL_STATUS[plan.when]);
    if (job.status === 'scheduled') {
      const delay = (plan.startIn ?? 0) * 1_000;
      this.#timers.set(
        job,
        this.#ports.clock.after(delay, () => this.play(job)),
      );
    }
    return job;
  }

  /** Starts a manual or delayed job; false when it is neither. */
  play(job: Job): boolean {
    if (job.status !== 'manual' && job.status !== 'scheduled') return false;
    this.#move(job, 'pending');
    return true;
  }

  /** The oldest waiting job goes to a Runner. */
  take(runner: RunnerInfo): Job | undefined {
    const job = this.all().find(({ status }) => status === 'pending');
    if (job === undefined) return undefined;
    job.runner = runner;
    job.startedAt = this.#ports.clock.now();
    this.#move(job, 'running');
    const timeout = (job.plan.timeout ?? DEFAULT_JOB_TIMEOUT_S) * 1_000;
    this.#timers.set(
      job,
      this.#ports.clock.after(timeout + TIMEOUT_GRACE_MS, () => {
        this.finish(job, { state: 'failed', reason: 'stuck_or_timeout_failure' });
      }),
    );
    return job;
  }

  /** A job that was being canceled ends as canceled, however its Runner says it ended. */
  finish(job: Job, outcome: Outcome): void {
    if (!isOnRunner(job)) return;
    const state = job.status === 'canceling' ? 'canceled' : outcome.state;
    if (state === 'failed' && outcome.state === 'failed') {
      job.failureReason = outcome.reason;
      if (outcome.exitCode !== undefined) job.exitCode = outcome.exitCode;
      job.allowFailure = mayFail(job.plan, outcome.exitCode);
    }
    this.#end(job, state);
  }

  /**
   * Cancels; a job on a Runner that can run after_script then is `canceling` until the Runner is done. `force` ends
   * that. Does nothing to a job that cannot be canceled, as GitLab's API does.
   */
  cancel(job: Job, force: boolean): void {
    if (isFinished(job) || (job.status === 'canceling' && !force)) return;
    if (job.status === 'running' && job.runner?.cancelsGracefully) this.#move(job, 'canceling');
    else this.#end(job, 'canceled');
  }

  close(): void {
    for (const callOff of this.#timers.values()) callOff();
    this.#timers.clear();
    this.queue.close();
    for (const job of this.#jobs.values()) job.trace.remove();
  }

  #add(pipeline: Pipeline, plan: PlannedJob, status: JobStatus): Job {
    this.#lastId += 1;
    const now = this.#ports.clock.now();
    const job: Job = {
      id: this.#lastId,
      pipeline,
      plan,
      token: this.#ports.createToken(),
      trace: this.#ports.openTrace(this.#lastId),
      createdAt: now,
      status,
      allowFailure: plan.allowFailure === true,
      retried: false,
      openUpdates: 0,
    };
    this.#jobs.set(job.id, job);
    if (status === 'pending') job.queuedAt = now;
    this.#ports.changed(job);
    if (status === 'pending') this.queue.tick();
    return job;
  }

  #move(job: Job, status: JobStatus): void {
    this.#timers.get(job)?.();
    this.#timers.delete(job);
    const from = job.status;
    job.status = status;
    if (status === 'pending') job.queuedAt = this.#ports.clock.now();
    this.#ports.changed(job, from);
    if (status === 'pending') this.queue.tick();
  }

  #end(job: Job, status: 'success' | 'failed' | 'canceled'): void {
    job.finishedAt = this.#ports.clock.now();
    const again = status === 'failed' && this.#retriesOf(job) < job.plan.retry;
    job.retried = again;
    this.#move(job, status);
    this.#ports.finished(job);
    // An automatic retry is a new job, which waits at once. GitLab: lib/gitlab/ci/build/auto_retry.rb
    if (again) this.#add(job.pipeline, job.plan, 'pending');
  }

  #retriesOf({ pipeline }: Job): number {
    return this.all().filter((other) => other.pipeline === pipeline && other.retried).length;
  }
}

const INITIAL_STATUS: Readonly<Record<PlannedJob['when'], JobStatus>> = {
  on_success: 'pending',
  always: 'pending',
  manual: 'manual',
  delayed: 'scheduled',
  on_failure: 'skipped',
};

function mayFail({ allowFailure }: PlannedJob, exitCode: number | undefined): boolean {
  if (typeof allowFailure === 'boolean') return allowFailure;
  return exitCode !== undefined && allowFailure.exitCodes.includes(exitCode);
}
