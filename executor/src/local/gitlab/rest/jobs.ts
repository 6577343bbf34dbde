import { bytes, json, refuseWith } from '../http/answer.js';
import type { Exchange } from '../http/router.js';
import { type GitLabInstance, isProject } from '../instance.js';
import type { Job } from '../jobs/job.js';
import { header, jobOfPath, jobOfToken } from '../runner-api/authenticate.js';
import { sameToken } from '../tokens.js';
import { jobJson } from './job-json.js';

/** `GET /api/v4/job`: the job whose token is shown. GitLab: lib/api/ci/jobs.rb. */
export function currentJob(instance: GitLabInstance, { request, response }: Exchange): void {
  const job = jobOfToken(instance, header(request, 'job-token'));
  if (job !== undefined) json(response, 200, jobJson(instance, job));
  else if (mayUseApi(instance, { request })) refuseWith(response, 404, '404 Job Not Found');
  else refuseWith(response, 401, '401 Unauthorized');
}

/** `GET /api/v4/projects/:id/jobs`, newest first. */
export function listJobs(instance: GitLabInstance, exchange: Exchange): void {
  if (!mayReadProject(instance, exchange)) return;
  const newestFirst = [...instance.jobs.all()].reverse();
  json(
    exchange.response,
    200,
    newestFirst.map((job) => jobJson(instance, job)),
  );
}

export function showJob(instance: GitLabInstance, exchange: Exchange): void {
  const job = projectJob(instance, exchange);
  if (job !== undefined) json(exchange.response, 200, jobJson(instance, job));
}

export function showTrace(instance: GitLabInstance, exchange: Exchange): void {
  const job = projectJob(instance, exchange);
  if (job === undefined) return;
  // `infile` is GitLab's own word.
  bytes(exchange.response, 200, 'text/plain', job.trace.read(), {
    'content-disposition': `infile; filename="${job.id}.log"`,
  });
}

/** `POST …/cancel`; a job that cannot be canceled is shown as it is. `force` ends one that is `canceling`. */
export function cancelJob(instance: GitLabInstance, exchange: Exchange): void {
  const job = projectJob(instance, exchange);
  if (job === undefined) return;
  instance.jobs.cancel(job, exchange.query.get('force') === 'true');
  json(exchange.response, 201, jobJson(instance, job));
}

/** `POST …/play`: starts a manual or delayed job. */
export function playJob(instance: GitLabInstance, exchange: Exchange): void {
  const job = projectJob(instance, exchange);
  if (job === undefined) return;
  if (instance.jobs.play(job)) json(exchange.response, 200, jobJson(instance, job));
  else refuseWith(exchange.response, 400, '400 Bad request - Unplayable Job');
}

function projectJob(instance: GitLabInstance, exchange: Exchange): Job | undefined {
  if (!mayReadProject(instance, exchange)) return undefined;
  const job = jobOfPath(instance, exchange.path);
  if (job === undefined) refuseWith(exchange.response, 404, '404 Not Found');
  return job;
}

/** Answers the request where it may not. */
function mayReadProject(instance: GitLabInstance, exchange: Exchange): boolean {
  const { response, path } = exchange;
  if (!mayUseApi(instance, exchange)) refuseWith(response, 401, '401 Unauthorized');
  else if (!isProject(instance, path.id)) refuseWith(response, 404, '404 Project Not Found');
  else return true;
  return false;
}

/** `PRIVATE-TOKEN`, or `Authorization: Bearer`, as GitLab's API takes them. */
export function mayUseApi({ secrets }: GitLabInstance, { request }: Pick<Exchange, 'request'>): boolean {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return sameToken(header(request, 'private-token') ?? bearer, secrets.apiToken);
}
