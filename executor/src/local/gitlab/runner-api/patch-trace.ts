import { readBody } from '../../loopback/index.js';
import { bareStatus, json, refuseWith } from '../http/answer.js';
import type { Exchange } from '../http/router.js';
import type { GitLabInstance } from '../instance.js';
import { isOnRunner, type Job } from '../jobs/job.js';
import { authenticateJob, header } from './authenticate.js';

/**
 * `PATCH /api/v4/jobs/:id/trace`: bytes at `Content-Range: START-END`. START has to be the size of what is stored;
 * otherwise 416 tells that size, from which the Runner goes on. `Range` in answers is `0-SIZE`. END is not looked at:
 * Runners of different ages count it differently. GitLab: app/services/ci/append_build_trace_service.rb.
 */
export async function patchTrace(instance: GitLabInstance, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const job = authenticateJob(instance, exchange, exchange.query.get('token') ?? undefined);
  if (job === undefined) return;
  const range = header(request, 'content-range');
  if (range === undefined) return json(response, 400, { error: '400 Missing header Content-Range' });
  job.openUpdates += 1;
  try {
    const body = await readBody(request, instance.limits.tracePatchBytes);
    append(instance, exchange, job, body, Number.parseInt(range, 10) || 0);
  } finally {
    job.openUpdates -= 1;
  }
}

function append(
  { jobs, events, limits }: GitLabInstance,
  { response }: Exchange,
  job: Job,
  body: Buffer,
  start: number,
): void {
  const end = start + body.length;
  if (!isOnRunner(job) || end > limits.traceBytes) {
    jobs.finish(job, { state: 'failed', reason: 'trace_size_exceeded' });
    refuseWith(response, 403, '403 Forbidden', { 'job-status': job.status });
    return;
  }
  const fits = start === job.trace.size;
  const size = job.trace.append(body, start);
  if (fits && body.length > 0) events.emit({ kind: 'trace', jobId: job.id, start, bytes: body });
  // A chunk that came twice ends where the log ends: GitLab compares only that.
  if (size === end) {
    bareStatus(response, 202, {
      'job-status': job.status,
      range: `0-${size}`,
      'x-gitlab-trace-update-interval': String(limits.traceIntervalSeconds),
    });
  } else json(response, 416, { error: '416 Range Not Satisfiable' }, { range: `0-${size}` });
}
