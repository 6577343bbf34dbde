// Debian packages that only tests need. Installed when we are root and have apt; otherwise one command to paste.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const PACKAGES = [
  { program: 'chromium', name: 'chromium' },
  { program: 'bwrap', name: 'bubblewrap' },
  { program: 'shellcheck', name: 'shellcheck' },
];

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder || '.', program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export function installSystemPackages() {
  const missing = PACKAGES.filter(({ program }) => !onPath(program)).map(({ name }) => name);
  if (missing.length === 0) return;
  const list = missing.join(' ');
  const allowed =
    process.getuid?.() === 0 && onPath('apt-get') && !process.env.GITLAB_CHATOPS_NO_SYSTEM_PACKAGES;
  if (!allowed) {
    console.log(
      `setup: some tests need programs that are not here; to run them: sudo apt-get install -y ${list}`,
    );
    return;
  }
  console.log(`setup: installing for the tests: ${list} (GITLAB_CHATOPS_NO_SYSTEM_PACKAGES=1 forbids it)`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args) =>
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  run('update');
  if (run('install', '-y', '--no-install-recommends', ...missing).status !== 0) {
    console.log(`setup: apt-get could not install ${list}; the tests that need them say so`);
  }
}
