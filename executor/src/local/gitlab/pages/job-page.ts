import { bytes, json, refuseWith } from '../http/answer.js';
import type { Exchange } from '../http/router.js';
import type { GitLabInstance } from '../instance.js';
import { viewJob } from '../jobs/job.js';
import { mayUseApi } from '../rest/jobs.js';
import { jobOfPath } from '../runner-api/authenticate.js';

/** `GET /-/jobs/:id`: a job as data, for the page that shows it. */
export function jobPage(instance: GitLabInstance, exchange: Exchange): void {
  const job = readableJob(instance, exchange);
  if (job !== undefined) json(exchange.response, 200, viewJob(job));
}

/** `GET /-/jobs/:id/raw`: the log's bytes; always a download, never a page. */
export function jobPageTrace(instance: GitLabInstance, exchange: Exchange): void {
  const job = readableJob(instance, exchange);
  if (job === undefined) return;
  bytes(exchange.response, 200, 'text/plain; charset=utf-8', job.trace.read(), {
    'content-disposition': `attachment; filename="${job.id}.log"`,
  });
}

function readableJob(instance: GitLabInstance, exchange: Exchange) {
  if (!mayUseApi(instance, exchange)) {
    refuseWith(exchange.response, 401, '401 Unauthorized');
    return undefined;
  }
  const job = jobOfPath(instance, exchange.path);
  if (job === undefined) refuseWith(exchange.response, 404, '404 Not Found');
  return job;
}
