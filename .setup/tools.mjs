// Big tools that only tests and packaging need: installed once, by version, into a cache folder outside the repository,
// so that `npm start` never downloads them. Uses no dependency, because tests skip by name when a tool is not there.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { npmCommand } from './setup.mjs';

/** Where tools of all checkouts of this user live; GITLAB_CHATOPS_TOOLS moves it. */
function toolsRoot() {
  return (
    process.env.GITLAB_CHATOPS_TOOLS ??
    join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gitlab-chatops')
  );
}

/** npm install of exact packages into one folder; install scripts stay off. */
function npmInstall(folder, ...packages) {
  const [command, ...args] = npmCommand();
  const options = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync(
    command,
    [...args, 'install', '--prefix', folder, '--no-package-lock', ...options, ...packages],
    { cwd: folder, encoding: 'utf8', env: withoutNpmSettings() },
  );
  if (done.status !== 0) throw new Error(`npm install in ${folder} failed:\n${done.stdout}${done.stderr}`);
}

/** An outer `npm test` hands its settings down as npm_* variables; they name the wrong folder here. */
function withoutNpmSettings() {
  const kept = ([name]) => !/^npm_(config_(local_)?prefix|package_|lifecycle_|command$)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(kept));
}

/**
 * Installs a tool if it is not there yet and returns its folder. It is built beside its place and renamed into it, so
 * that a killed run leaves nothing half done and of two runs at once the first wins.
 */
export function installTool({ name, title, build }) {
  const root = toolsRoot();
  const place = join(root, name);
  if (existsSync(place)) return place;
  console.log(`setup: installing ${title} for the tests (once, into ${place}) …`);
  mkdirSync(root, { recursive: true });
  removeAbandoned(root);
  const draft = `${place}.draft-${process.pid}`;
  try {
    mkdirSync(draft, { recursive: true });
    writeFileSync(join(draft, 'package.json'), '{ "private": true }\n');
    build(draft, npmInstall);
    try {
      renameSync(draft, place);
    } catch (error) {
      if (!existsSync(place)) throw error;
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return place;
}

/** Drafts of runs that were killed. */
function removeAbandoned(root) {
  for (const entry of readdirSync(root)) {
    const pid = Number(/\.draft-(\d+)$/.exec(entry)?.[1]);
    if (pid && !isAlive(pid)) rmSync(join(root, entry), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The tool's folder, or undefined when it is not installed. */
export function toolFolder({ name }) {
  const place = join(toolsRoot(), name);
  return existsSync(place) ? place : undefined;
}
