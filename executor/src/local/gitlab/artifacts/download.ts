import { pipeline } from 'node:stream/promises';
import { refuseWith } from '../http/answer.js';
import type { Exchange } from '../http/router.js';
import type { GitLabInstance } from '../instance.js';
import { header, jobOfPath, jobOfToken } from '../runner-api/authenticate.js';
import { sameToken } from '../tokens.js';

/**
 * `GET /api/v4/jobs/:id/artifacts`: the archive, for the job's own token, finished or not, or for a job that runs.
 * GitLab: lib/api/ci/runner.rb.
 */
export async function downloadArtifact(instance: GitLabInstance, exchange: Exchange): Promise<void> {
  const { request, response, path, query } = exchange;
  const token = query.get('token') ?? header(request, 'job-token');
  const job = jobOfPath(instance, path);
  if (job === undefined || !(sameToken(token, job.token) || jobOfToken(instance, token))) {
    return refuseWith(response, 403, '403 Forbidden');
  }
  const artifact = instance.artifacts.get(job.id, 'archive');
  const content = instance.artifacts.read(job.id, 'archive');
  if (artifact === undefined || content === undefined) return refuseWith(response, 404, '404 Not Found');
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': artifact.size,
    'content-disposition': `attachment; filename="${artifact.filename.replace(/[^\w.-]/g, '_')}"`,
    'x-content-type-options': 'nosniff',
  });
  await pipeline(content, response);
}
