import type { JobResponse, JobVariable } from './response.js';
import { firstValue } from './variables.js';

/**
 * Full path of the project, `group/sub/project`. From job_info where server and Runner tell it (18.5), else from the
 * repository URL, which users cannot set either; CI_SERVER_URL only tells where a GitLab under a relative URL begins.
 * Absent when the repository is a local path.
 */
export function projectPath(response: JobResponse, variables: readonly JobVariable[]): string | undefined {
  const told = response.job_info.project_full_path;
  if (told !== undefined && told !== '') return told;
  const repository = parseHttp(response.git_info.repo_url);
  if (repository === undefined) return undefined;
  const path = decodeURI(repository.pathname)
    .replace(/^\/+/, '')
    .replace(/\.git\/?$/, '');
  const server = parseHttp(firstValue(variables, 'CI_SERVER_URL') ?? '');
  const root = server?.host === repository.host ? server.pathname.replace(/^\/+|\/+$/g, '') : '';
  return root !== '' && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/** Address of the GitLab server, without credentials and trailing slash, as the repository URL tells it. */
export function serverUrl(response: JobResponse): string | undefined {
  const repository = parseHttp(response.git_info.repo_url);
  const path = response.job_info.project_full_path;
  if (repository === undefined) return undefined;
  const end = path === undefined || path === '' ? -1 : repository.pathname.lastIndexOf(`/${path}.git`);
  return repository.origin + (end > 0 ? repository.pathname.slice(0, end) : '');
}

function parseHttp(url: string): URL | undefined {
  if (!/^https?:\/\//.test(url)) return undefined;
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
