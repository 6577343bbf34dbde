// Set-up shared by `npm start` and `npm test`: installs the workspace's packages when they are missing or stale.
// Uses no dependency, because it runs before there are any; does nothing when nothing changed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
export const root = fileURLToPath(new URL('..', import.meta.url));
/**
 * True when node_modules holds what package-lock.json asks for: npm keeps its own record of what it installed.
 * Packages of other platforms are in the lock file as optional and may be absent.
 */
function isInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') || entry.link) return true;
    return installed[path] ? installed[path].version === entry.version : entry.optional === true;
  });
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
export function npmCommand() {
  const fromNpm = process.env.npm_execpath;
  if (fromNpm && existsSync(fromNpm)) return [process.execPath, fromNpm];
  const beside = join(dirname(process.execPath), 'npm');
  return [existsSync(beside) ? beside : 'npm'];
}

export async function setUp({ quiet = false } = {}) {
  checkNode();
  if (isInstalled()) return;
  if (!quiet) console.log('setup: installing packages (npm ci) …');
  const [command, ...args] = npmCommand();
  // Install scripts stay off: every native part comes prebuilt in a registry package.
  const status = await run(
    command,
    [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: quiet ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'inherit', 'inherit'],
    },
  );
  if (status !== 0) {
    console.error(
      'setup: npm ci failed; check the network or proxy settings (npm config get proxy) and run the command again.',
    );
    process.exit(1);
  }
}

/** Runs a program to its end; a signal that ends us ends it first, so that it does not stay behind alone. */
function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, options);
    const stop = (signal) => {
      child.kill(signal);
      child.removeAllListeners('exit').once('exit', () => process.exit(1));
    };
    for (const signal of SIGNALS) process.once(signal, stop);
    child.once('error', () => resolve(null));
    child.once('exit', (status) => {
      for (const signal of SIGNALS) process.off(signal, stop);
      resolve(status);
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setUp();
