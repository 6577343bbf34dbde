import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createHttpBackend } from '@gitlab-chatops/executor/local/git';
import { type LoopbackServer, listenOnLoopback } from '@gitlab-chatops/executor/local/loopback';

const run = promisify(execFile);
const DATE = '2026-01-02T03:04:05Z';

/** The repository of the captured clone cases: two commits on main, the second one also a pipeline's. */
async function makeRepository(dir: string): Promise<string> {
  const work = join(dir, 'ops');
  const env = {
    PATH: process.env.PATH,
    HOME: dir,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_AUTHOR_DATE: DATE,
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
    GIT_COMMITTER_DATE: DATE,
  };
  const git = (...args: readonly string[]) => run('git', args, { cwd: work, env });
  await mkdir(join(work, 'bin'), { recursive: true });
  await git('init', '--quiet', '--initial-branch=main');
  await writeFile(join(work, 'README.md'), 'hi\n');
  await writeFile(join(work, 'bin/deploy'), '#!/bin/sh\necho deployed "$@"\n', { mode: 0o755 });
  await git('add', '--all');
  await git('commit', '--quiet', '--message=first');
  await writeFile(join(work, 'README.md'), 'hi\nmore\n');
  await git('commit', '--quiet', '--all', '--message=second');
  await git('update-ref', 'refs/pipelines/77', 'HEAD');
  return join(work, '.git');
}

/** Serves it as `/acme/ops.git`. */
export async function serveRepository(dir: string): Promise<LoopbackServer> {
  const backend = createHttpBackend({ gitDirectory: await makeRepository(dir), environment: process.env });
  const server = await listenOnLoopback(async (request, response) => {
    const path = new URL(request.url ?? '', 'http://localhost').pathname;
    const prefix = '/acme/ops.git';
    if (path.startsWith(prefix)) await backend.serve(path.slice(prefix.length), request, response);
    else response.writeHead(404).end();
  });
  return {
    ...server,
    close: async () => {
      await backend.close();
      await server.close();
    },
  };
}
