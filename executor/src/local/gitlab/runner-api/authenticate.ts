import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuseWith } from '../http/answer.js';
import type { GitLabInstance } from '../instance.js';
import { isOnRunner, type Job } from '../jobs/job.js';
import { sameToken } from '../tokens.js';

/** A Runner shows its token in the body; since 17.11 also in a header. */
export function isRunner(
  { secrets }: GitLabInstance,
  request: IncomingMessage,
  bodyToken: string | undefined,
): boolean {
  return sameToken(bodyToken || header(request, 'runner-token'), secrets.runnerToken);
}

/**
 * The job that a Runner works on, by id and token. Refused requests are answered here: 403, never 404, so that the
 * Runner ends the job; with `Job-Status` when the job is over. GitLab: lib/api/ci/helpers/runner.rb.
 */
export function authenticateJob(
  instance: GitLabInstance,
  exchange: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly path: Readonly<Record<string, string>>;
  },
  bodyToken?: string,
): Job | undefined {
  const job = jobOfPath(instance, exchange.path);
  const token = bodyToken || header(exchange.request, 'job-token');
  if (job === undefined || !sameToken(token, job.token)) {
    refuseWith(exchange.response, 403, '403 Forbidden');
    return undefined;
  }
  if (!isOnRunner(job)) {
    refuseWith(exchange.response, 403, '403 Forbidden - Job is not processing on runner', {
      'job-status': job.status,
    });
    return undefined;
  }
  return job;
}

export function jobOfPath(
  { jobs }: GitLabInstance,
  { jobId }: Readonly<Record<string, string>>,
): Job | undefined {
  return jobId !== undefined && /^\d{1,15}$/.test(jobId) ? jobs.get(Number(jobId)) : undefined;
}

/** A token is a job's while the job is on a Runner (GitLab: app/finders/ci/auth_job_finder.rb). */
export function jobOfToken({ jobs }: GitLabInstance, token: string | undefined): Job | undefined {
  return jobs.all().find((job) => sameToken(token, job.token) && isOnRunner(job));
}

export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
