import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileCache, type GitLabServer } from '@gitlab-chatops/executor/repository';
import { GitLabFiles, type GitLabFilesOptions } from '../../../executor/src/repository/gitlab-files.js';
import { RestServer } from './rest-server.js';

export const ONE = '1'.repeat(40);
export const TWO = '2'.repeat(40);

/** A GitLab with the project acme/ci, a second server beside it, and a cache folder with a clock of its own. */
export class GitLabBench {
  readonly gitlab: RestServer;
  readonly other: RestServer;
  readonly folder = mkdtempSync(join(tmpdir(), 'chatops-cache-'));
  now = Date.UTC(2026, 10, 24);

  private constructor(gitlab: RestServer, other: RestServer) {
    this.gitlab = gitlab;
    this.other = other;
  }

  static async start(): Promise<GitLabBench> {
    const bench = new GitLabBench(await RestServer.start(), await RestServer.start());
    bench.gitlab.projects.set('acme/ci', {
      refs: { HEAD: ONE, main: ONE, 'feature/x': TWO, v1: TWO },
      commits: {
        [ONE]: { 'deploy.yml': 'one', 'jobs/a.yml': 'a', 'jobs/b.yml': 'b', 'README.md': '' },
        [TWO]: { 'deploy.yml': 'two' },
      },
    });
    return bench;
  }

  async close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await Promise.all([this.gitlab.close(), this.other.close()]);
  }

  server(token?: string): GitLabServer {
    const { url } = this.gitlab;
    return token === undefined ? { url } : { url, token: { kind: 'access', value: token } };
  }

  open(options: Partial<GitLabFilesOptions> = {}): GitLabFiles {
    return new GitLabFiles({
      server: this.server(),
      environment: {},
      timeoutMs: 2000,
      pauseMs: 1,
      ...options,
    });
  }

  cached(options: Partial<GitLabFilesOptions> = {}): GitLabFiles {
    const cache = new FileCache(join(this.folder, 'files'), () => this.now);
    return this.open({ cache, ...options });
  }
}
