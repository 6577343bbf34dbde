import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RestProject {
  /** Commits by branch and tag; `HEAD` is the default branch. */
  readonly refs: Readonly<Record<string, string>>;
  /** Files by commit. */
  readonly commits: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly releases?: readonly { readonly tag: string; readonly sha: string }[];
  /** Shown only to whoever brings the token. */
  readonly isPrivate?: boolean;
}

export interface Seen {
  readonly path: string;
  readonly token: string | undefined;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Fault = (request: IncomingMessage, response: ServerResponse) => void;

/** As much of GitLab's REST API as reading a config asks for, in GitLab's shapes and words (lib/api/*.rb). */
export class RestServer {
  readonly projects = new Map<string, RestProject>();
  readonly templates = new Map<string, string>();
  /** Any other path, e.g. remote files. */
  readonly pages = new Map<string, string>();
  readonly seen: Seen[] = [];
  /** One for each of the next requests. */
  readonly faults: Fault[] = [];
  readonly token = 'glpat-only-for-this-server';
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', this.url);
      this.seen.push({ path: `${decodeURIComponent(url.pathname)}${url.search}`, token: tokenOf(request) });
      const fault = this.faults.shift();
      if (fault !== undefined) {
        fault(request, response);
        return;
      }
      const { status, body, headers } = this.#answer(url, tokenOf(request));
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
    });
  }

  static async start(): Promise<RestServer> {
    const server = new RestServer();
    await new Promise<void>((listening) => server.#server.listen(0, '127.0.0.1', listening));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get host(): string {
    return new URL(this.url).host;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  #answer(url: URL, token: string | undefined): Reply {
    const page = this.pages.get(url.pathname);
    if (page !== undefined) return { status: 200, body: page };
    if (token !== undefined && token !== this.token) return refusal(401, 'Unauthorized');
    const [, route = ''] = url.pathname.split('/api/v4/');
    const [, name] = /^templates\/gitlab_ci_ymls\/([\w.-]+)$/.exec(route) ?? [];
    if (name !== undefined) return this.#template(name, 'gitlab_ci_yml');
    const [, id = '', what = ''] = /^projects\/([^/]+)\/(.+)$/.exec(route) ?? [];
    const project = this.projects.get(decodeURIComponent(id).toLowerCase());
    if (what === '') return { status: 404, body: '{"error":"404 Not Found"}' };
    if (project === undefined || (project.isPrivate && token === undefined)) {
      return refusal(404, 'Project Not Found');
    }
    return this.#project(project, what, url);
  }

  #template(name: string, resource: string): Reply {
    const content = this.templates.get(name);
    if (content === undefined) return refusal(404, `${resource} Not Found`);
    return { status: 200, body: JSON.stringify({ name, content }) };
  }

  #project(project: RestProject, what: string, url: URL): Reply {
    const [, template] = /^templates\/gitlab_ci_ymls\/([\w%.+-]+)$/.exec(what) ?? [];
    if (template !== undefined) return this.#template(decodeURIComponent(template), 'Template');
    const ref = url.searchParams.get('ref') ?? 'HEAD';
    const sha = project.commits[ref] === undefined ? project.refs[ref] : ref;
    const files = sha === undefined ? undefined : project.commits[sha];
    const [, file] = /^repository\/files\/([^/]+)\/raw$/.exec(what) ?? [];
    if (file !== undefined) {
      const text = files?.[decodeURIComponent(file)];
      if (files === undefined || sha === undefined) return refusal(404, 'Commit Not Found');
      if (text === undefined) return refusal(404, 'File Not Found');
      return {
        status: 200,
        body: text,
        headers: { 'X-Gitlab-Commit-Id': sha, 'Content-Type': 'text/plain' },
      };
    }
    if (what === 'repository/tree') return files ? tree(files, url) : refusal(404, 'Tree Not Found');
    const releases = (project.releases ?? []).map((release) => ({
      tag_name: release.tag,
      commit: { id: release.sha },
    }));
    if (what === 'releases') return { status: 200, body: JSON.stringify(releases) };
    const [, tag] = /^releases\/([^/]+)$/.exec(what) ?? [];
    const release = releases.find(({ tag_name }) => tag_name === decodeURIComponent(tag ?? ''));
    if (release === undefined) return refusal(404, 'Not Found');
    return { status: 200, body: JSON.stringify(release) };
  }
}

/** Keyset pages of two entries, folders among them. */
function tree(files: Readonly<Record<string, string>>, url: URL): Reply {
  const folders = new Set(Object.keys(files).flatMap((path) => path.match(/^.*(?=\/)/) ?? []));
  const entries = [
    ...[...folders].map((path) => ({ path, type: 'tree' })),
    ...Object.keys(files).map((path) => ({ path, type: 'blob' })),
  ];
  const start = Number(url.searchParams.get('page_token') ?? 0);
  const next = new URL(url);
  next.searchParams.set('page_token', String(start + 2));
  const link = start + 2 < entries.length ? { headers: { Link: `<${next}>; rel="next"` } } : {};
  return { status: 200, body: JSON.stringify(entries.slice(start, start + 2)), ...link };
}

function tokenOf({ headers }: IncomingMessage): string | undefined {
  const job = headers['job-token'];
  return headers.authorization?.replace(/^Bearer /, '') ?? (typeof job === 'string' ? job : undefined);
}

function refusal(status: number, message: string): Reply {
  return { status, body: JSON.stringify({ message: `${status} ${message}` }) };
}
