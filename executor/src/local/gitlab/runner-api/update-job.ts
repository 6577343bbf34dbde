import { FAILURE_REASONS } from '@gitlab-chatops/shared/ci';
import type { JsonObject } from '../../loopback/index.js';
import { bareStatus, parameterError } from '../http/answer.js';
import { integerOf, objectOf, readJsonObject, textOf } from '../http/body.js';
import type { Exchange } from '../http/router.js';
import type { GitLabInstance } from '../instance.js';
import type { Job } from '../jobs/job.js';
import type { Outcome } from '../jobs/lifecycle.js';
import { authenticateJob } from './authenticate.js';

/**
 * `PUT /api/v4/jobs/:id`: a sign of life (`running`), or the end of the job. The end is accepted when the log that the
 * Runner measured is the log that is here: 412 asks for all of it again, 202 to come back when what is under way is in.
 * GitLab: app/services/ci/update_build_state_service.rb.
 */
export async function updateJob(instance: GitLabInstance, exchange: Exchange): Promise<void> {
  const body = await readJsonObject(exchange.request);
  if (body === undefined) return parameterError(exchange.response, 'body is invalid');
  const job = authenticateJob(instance, exchange, textOf(body, 'token'));
  if (job === undefined) return;
  const status = applyUpdate(instance, job, body);
  bareStatus(exchange.response, status, {
    'job-status': job.status,
    'x-gitlab-trace-update-interval': String(instance.limits.traceIntervalSeconds),
  });
}

function applyUpdate({ jobs }: GitLabInstance, job: Job, body: JsonObject): 200 | 202 | 400 | 412 {
  const state = textOf(body, 'state');
  if (state === 'running') return 200;
  if (state !== 'success' && state !== 'failed') return 400;
  if (job.openUpdates > 0) return 202;
  if (!traceIsWhole(job, body)) {
    // The Runner begins again at byte 0 (network/trace.go), which must be the end of what is stored.
    job.trace.reset();
    return 412;
  }
  jobs.finish(job, state === 'success' ? { state } : failure(body));
  return 200;
}

/** Older Runners send no checksum, or none but `checksum`; what they do not say is not compared. */
function traceIsWhole({ trace }: Job, body: JsonObject): boolean {
  const output = objectOf(body, 'output');
  const checksum = textOf(output, 'checksum') ?? textOf(body, 'checksum');
  const size = integerOf(output, 'bytesize');
  if (checksum && checksum !== trace.checksum) return false;
  return size === undefined || size === trace.size;
}

function failure(body: JsonObject): Outcome {
  const given = textOf(body, 'failure_reason');
  const reason = FAILURE_REASONS.find((known) => known === given) ?? 'unknown_failure';
  const exitCode = integerOf(body, 'exit_code');
  return { state: 'failed', reason, ...(exitCode === undefined ? {} : { exitCode }) };
}
