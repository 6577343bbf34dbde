import { createRequesterFn } from '@gitbeaker/requester-utils';
import { ProjectReleases, ProjectTemplates, Repositories, RepositoryFiles } from '@gitbeaker/rest';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { missing, ReadFailure, unknown } from './failure.js';
import { type Answer, type GetOptions, get } from './get.js';
import type { GitLabServer } from './server.js';

/** The questions that reading a CI config asks of GitLab's REST API. All throw ReadFailure. */
export interface GitLabApi {
  /** A file of a project, with the commit that the ref stands for when GitLab says it. */
  file(project: string, path: string, ref: string): Promise<{ text: string; sha: string | undefined }>;
  /** Paths of all files of a commit, in git's order. */
  listing(project: string, ref: string): Promise<readonly string[]>;
  /** Tags and commits of a project's releases. */
  releases(project: string): Promise<readonly Release[]>;
  release(project: string, tag: string): Promise<Release>;
  /**
   * A template that ships with GitLab, by its name without `.gitlab-ci.yml`. One in a folder is only had through a
   * project (lib/api/templates.rb knows no slash, lib/api/project_templates.rb does).
   */
  template(project: string | undefined, name: string): Promise<string>;
}

export interface Release {
  readonly tag: string;
  readonly sha: string | undefined;
}

export type ApiOptions = Pick<GetOptions, 'environment' | 'signal' | 'timeoutMs' | 'pauseMs'>;

/** A listing of more files is not read: it would take minutes. */
const LISTING_PAGES = 300;
const PAGE = 100;
const RELEASE_PAGES = 10;
/** For one question with all its pages; GitLab itself gives all includes of a config 30 s. */
const QUESTION_MS = 60_000;

export function createApi(server: GitLabServer, options: ApiOptions): GitLabApi {
  const requesterFn = createRequesterFn(
    async (_, request) => request,
    async (endpoint, request) => {
      const answer = await ask(server, urlOf(server, endpoint, request), request?.signal, options);
      return { body: bodyOf(endpoint, answer), headers: headersOf(answer), status: answer.status };
    },
  );
  // The token is ours to add (ask): the library would send it wherever a redirect leads.
  const resource = { host: server.url, requesterFn, rateLimits: {}, queryTimeout: QUESTION_MS };
  const requester = requesterFn({ headers: {}, authHeaders: {}, url: '' });
  const files = new RepositoryFiles(resource);
  const repositories = new Repositories(resource);
  const releases = new ProjectReleases(resource);
  const templates = new ProjectTemplates(resource);
  return {
    file: (project, path, ref) =>
      question(server, async () => {
        const { data, headers } = await files.showRaw(project, path, ref, { showExpanded: true });
        return { text: textOf(data), sha: headers[COMMIT_HEADER] || undefined };
      }),
    listing: (project, ref) =>
      question(server, async () => {
        const entries = await repositories.allRepositoryTrees(project, {
          ref,
          recursive: true,
          pagination: 'keyset',
          perPage: PAGE,
          maxPages: LISTING_PAGES,
        });
        if (entries.length >= LISTING_PAGES * PAGE) throw unknown('the project has too many files to list');
        return entries.filter(({ type }) => type === 'blob').map(({ path }) => textOf(path));
      }),
    releases: (project) =>
      question(server, async () => {
        const all = await releases.all(project, { perPage: PAGE, maxPages: RELEASE_PAGES });
        return all.map(toRelease);
      }),
    release: (project, tag) => question(server, async () => toRelease(await releases.show(project, tag))),
    template: (project, name) =>
      question(server, async () => {
        const found =
          project === undefined
            ? // The library's own class for this endpoint prints a warning that it will go.
              await requester.get<Record<string, unknown>>(
                `templates/gitlab_ci_ymls/${encodeURIComponent(name)}`,
              )
            : { body: await templates.show(project, 'gitlab_ci_ymls', name) };
        return textOf(found.body.content);
      }),
  };
}

const COMMIT_HEADER = 'x-gitlab-commit-id';

/** What the library makes of an answer that has not GitLab's shape is some TypeError. */
async function question<T>(server: GitLabServer, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ReadFailure || error instanceof CodedError) throw error;
    throw unknown(`${serverName(server)} gives an answer that is not GitLab's`);
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('text is expected');
}

function toRelease(release: { readonly tag_name: string; readonly commit?: unknown }): Release {
  const { commit } = release;
  const id = typeof commit === 'object' && commit !== null && 'id' in commit ? commit.id : undefined;
  return { tag: textOf(release.tag_name), sha: typeof id === 'string' ? id : undefined };
}

function bodyOf(
  endpoint: string,
  { text }: Answer,
): Record<string, unknown> | Record<string, unknown>[] | string {
  return endpoint.endsWith('/raw') ? text : JSON.parse(text);
}

function headersOf({ header }: Answer): Record<string, string> {
  return Object.fromEntries(READ_HEADERS.map((name) => [name, header(name) ?? '']));
}

/** The library follows `link` to further pages. */
const READ_HEADERS = [COMMIT_HEADER, 'link'];

function urlOf({ url }: GitLabServer, endpoint: string, request: Record<string, unknown> | undefined): URL {
  // A segment of dots alone would climb out of the endpoint.
  if (endpoint.split('/').some((segment) => segment === '.' || segment === '..')) throw missing('file');
  const full = new URL(`${url}/api/v4/${endpoint}`);
  if (typeof request?.searchParams === 'string') full.search = request.searchParams;
  return full;
}

async function ask(server: GitLabServer, url: URL, deadline: unknown, options: ApiOptions): Promise<Answer> {
  const signals = [deadline, options.signal].filter((signal) => signal instanceof AbortSignal);
  const answer = await get(url, {
    ...options,
    name: serverName(server),
    headers: authorization(server),
    mayFollow: isSameServer,
    signal: AbortSignal.any(signals),
  });
  if (answer.status >= 400) throw refusal(answer, server);
  return answer;
}

/** A moved project redirects within its server; the token never goes to another one, nor unencrypted. */
function isSameServer(from: URL, to: URL): boolean {
  if (to.origin === from.origin) return true;
  return to.hostname === from.hostname && to.protocol === 'https:';
}

function authorization({ token }: GitLabServer): Record<string, string> {
  if (token === undefined) return {};
  return token.kind === 'job' ? { 'JOB-TOKEN': token.value } : { Authorization: `Bearer ${token.value}` };
}

/**
 * What a refusal means. GitLab's 404 says what is missing ("404 Commit Not Found", lib/api/helpers.rb); for a project
 * it says the same whether there is none or the asker may not see it.
 */
function refusal({ status, text }: Answer, server: GitLabServer): Error {
  const name = serverName(server);
  if (status === 401 && server.token !== undefined) {
    return new CodedError({
      code: 'CONFIG_GITLAB_TOKEN',
      message: `${name} does not accept the token (401).`,
      wayOut: 'Put a valid one with the scope read_api into GITLAB_CHATOPS_TOKEN, or ask without a token.',
    });
  }
  if (status === 401) return unknown(`${name} wants a token; give one in GITLAB_CHATOPS_TOKEN`);
  if (status === 403) return unknown(`${name} forbids it (403); the token may lack the scope read_api`);
  if (status !== 404) return unknown(`${name} answers ${status}`);
  const what = /"404 (project|commit|tree|file|template|gitlab_ci_yml)\b/i.exec(text)?.[1]?.toLowerCase();
  if (what === undefined) return unknown(`${name} answers 404`);
  if (what !== 'project') return missing(what === 'commit' || what === 'tree' ? 'ref' : 'file');
  if (server.token?.kind === 'access') return missing('project');
  return unknown(
    server.token
      ? `${name} shows no such project to the job's token`
      : `${name} shows no such project without a token; give one in GITLAB_CHATOPS_TOKEN`,
  );
}

/** How reasons and errors call the server. */
export function serverName({ url }: GitLabServer): string {
  return `GitLab at ${new URL(url).host}`;
}
