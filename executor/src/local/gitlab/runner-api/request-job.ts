import type { JsonObject } from '../../loopback/index.js';
import { json, noContent, parameterError, refuseWith } from '../http/answer.js';
import { objectOf, readJsonObject, textOf } from '../http/body.js';
import type { Exchange } from '../http/router.js';
import { type GitLabInstance, urlsOf } from '../instance.js';
import type { RunnerInfo } from '../jobs/job.js';
import { chatContext } from '../response/job-context.js';
import { jobResponse } from '../response/job-response.js';
import { header, isRunner } from './authenticate.js';

/**
 * `POST /api/v4/jobs/request`: 201 with a job, or 204. A Runner that shows the queue value it was last told waits
 * until the queue changes, as at Workhorse; every other request is answered at once.
 */
export async function requestJob(instance: GitLabInstance, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const { clock, jobs, limits, closing } = instance;
  const body = await readJsonObject(request);
  if (body === undefined) return parameterError(response, 'body is invalid');
  if (!isRunner(instance, request, textOf(body, 'token'))) return refuseWith(response, 403, '403 Forbidden');
  const gone = new AbortController();
  const leave = () => gone.abort();
  response.once('close', leave);
  await jobs.queue.changed(textOf(body, 'last_update'), limits.longPollMs, gone.signal);
  response.off('close', leave);
  // A job that is given to a client that is gone would be lost.
  if (gone.signal.aborted || closing.aborted || request.socket.destroyed) return;
  const lastUpdate = { 'x-gitlab-last-update': jobs.queue.value };
  const job = jobs.take(runnerInfo(objectOf(body, 'info')));
  if (job === undefined) return noContent(response, lastUpdate);
  const context = chatContext(instance.project, instance.origin(), job.pipeline);
  const { objectFormat } = instance.repository;
  const answer = jobResponse(context, job, urlsOf(instance, job), objectFormat, clock.now());
  const correlation = header(request, 'x-request-id');
  json(response, 201, answer, correlation === undefined ? {} : { 'x-request-id': correlation });
}

function runnerInfo(info: JsonObject): RunnerInfo {
  const [name, version, executor] = ['name', 'version', 'executor'].map((key) => textOf(info, key));
  return {
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(executor === undefined ? {} : { executor }),
    cancelsGracefully: objectOf(info, 'features').cancel_gracefully === true,
  };
}
