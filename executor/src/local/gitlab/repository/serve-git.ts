import type { Exchange } from '../http/router.js';
import type { GitLabInstance } from '../instance.js';
import { jobOfToken } from '../runner-api/authenticate.js';

/** The user name that goes with a job token (GitLab: Gitlab::Auth::CI_JOB_USER). */
const CI_JOB_USER = 'gitlab-ci-token';

/** `/PROJECT.git/…`: fetches for a job that runs, by Basic auth with its token. Anybody else is asked for it. */
export async function serveGit(instance: GitLabInstance, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const [, token] = basicAuth(request.headers.authorization);
  if (jobOfToken(instance, token) === undefined) {
    response.writeHead(401, { 'content-type': 'text/plain', 'www-authenticate': 'Basic realm="GitLab"' });
    response.end('HTTP Basic: Access denied.\n');
    return;
  }
  const path = `/${exchange.path.rest ?? ''}`;
  await instance.backend.serve(path, request, response);
}

function basicAuth(authorization: string | undefined): readonly [string?, string?] {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return [];
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [user, password] = [text.slice(0, colon), text.slice(colon + 1)];
  return colon >= 0 && user === CI_JOB_USER ? [user, password] : [];
}
