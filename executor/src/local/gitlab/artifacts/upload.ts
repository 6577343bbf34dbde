import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { bareStatus, parameterError, refuseWith } from '../http/answer.js';
import type { Exchange } from '../http/router.js';
import type { GitLabInstance } from '../instance.js';
import { authenticateJob } from '../runner-api/authenticate.js';
import type { Artifact } from './store.js';

/** The boundary may not be empty: Busboy throws without one. */
const MULTIPART = /^multipart\/form-data;.*\bboundary=(?:"[^"]+"|[^\s";]+)/i;

type Upload = Artifact | 'too_large' | 'no_file';

/** `POST /api/v4/jobs/:id/artifacts`: one part named `file`, streamed to disk. GitLab: lib/api/ci/runner.rb. */
export async function uploadArtifact(instance: GitLabInstance, exchange: Exchange): Promise<void> {
  const { response, query } = exchange;
  const job = authenticateJob(instance, exchange, query.get('token') ?? undefined);
  if (job === undefined) return;
  const type = query.get('artifact_type') ?? 'archive';
  if (!/^[a-z_]{1,64}$/.test(type))
    return parameterError(response, 'artifact_type does not have a valid value');
  const upload = await receive(instance, exchange, job.id, type);
  if (upload === 'no_file') return parameterError(response, 'file is missing');
  if (upload === 'too_large') {
    return refuseWith(response, 413, '413 Request Entity Too Large', { connection: 'close' });
  }
  bareStatus(response, 201);
}

async function receive(
  { artifacts, limits }: GitLabInstance,
  { request }: Exchange,
  jobId: number,
  type: string,
): Promise<Upload> {
  const contentType = request.headers['content-type'];
  if (contentType === undefined || !MULTIPART.test(contentType)) return 'no_file';
  const form = new Busboy({
    headers: { ...request.headers, 'content-type': contentType },
    limits: { files: 1, fields: 20, parts: 21, fieldSize: 4_096, fileSize: limits.artifactBytes },
  });
  let stored: Promise<Upload> = Promise.resolve('no_file');
  form.on('file', (field, stream, filename) => {
    if (field !== 'file') {
      stream.resume();
      return;
    }
    stored = artifacts
      .add({ jobId, type, filename: filename || 'artifacts' }, stream, () => !stream.truncated)
      .then((artifact) => artifact ?? 'too_large');
    // The caller looks at it after the form's end; a broken form ends both.
    stored.catch(() => {});
  });
  await pipeline(request, form).catch(() => {});
  return stored.catch(() => 'no_file' as const);
}
