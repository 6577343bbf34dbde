// Set-up shared by `npm start` and `npm test`: installs the workspace's packages when they are missing or stale.
// Uses no dependency, because it runs before there are any; does nothing when nothing changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const manifests = [
  'package.json',
  'package-lock.json',
  ...['shared', 'executor', 'extension', 'test'].map((w) => `${w}/package.json`),
];
const stamp = join(root, 'node_modules', '.gitlab-chatops-setup');

/** What the installed packages depend on: manifests, lock file, platform and the Node ABI. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of manifests) hash.update(file).update(readFileSync(join(root, file)));
  return hash.update(`${process.platform}-${process.arch}-${process.versions.modules}`).digest('hex');
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `setup: Node ${process.versions.node} is too old; install Node 20.19 or newer and run the command again.`,
  );
  process.exit(1);
}

/** npm beside the running Node if npm itself did not start us, so that both agree on the platform. */
function npmCommand() {
  const fromNpm = process.env.npm_execpath;
  if (fromNpm && existsSync(fromNpm)) return [process.execPath, fromNpm];
  const beside = join(dirname(process.execPath), 'npm');
  return [existsSync(beside) ? beside : 'npm'];
}

export async function setUp({ quiet = false } = {}) {
  checkNode();
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (!quiet) console.log('setup: installing packages (npm ci) …');
  const [command, ...args] = npmCommand();
  // Install scripts stay off: every native part comes prebuilt in a registry package.
  const done = spawnSync(
    command,
    [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: quiet ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'inherit', 'inherit'],
    },
  );
  if (done.status !== 0) {
    console.error(
      'setup: npm ci failed; check the network or proxy settings (npm config get proxy) and run the command again.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setUp();
