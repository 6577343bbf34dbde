import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The newest release that runs on Node 20. */
const GITLAB_CI_LOCAL = '4.61.1';

/**
 * gitlab-ci-local's program. A peer of 116 packages that only the benchmark needs, so it is installed beside the
 * cache of npm when a benchmark asks for it, and not with the workspace.
 */
export function gitlabCiLocal(): string {
  const folder = join(
    process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
    'gitlab-chatops',
    'peers',
    GITLAB_CI_LOCAL,
  );
  const program = join(folder, 'node_modules/.bin/gitlab-ci-local');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const done = spawnSync(
    'npm',
    [
      'install',
      '--prefix',
      folder,
      '--ignore-scripts',
      '--no-save',
      '--no-audit',
      '--no-fund',
      `gitlab-ci-local@${GITLAB_CI_LOCAL}`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (done.status !== 0) throw new Error('gitlab-ci-local could not be installed for the comparison');
  return program;
}
