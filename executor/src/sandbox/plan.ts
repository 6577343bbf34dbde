import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { CodedError } from '@gitlab-chatops/shared/errors';
import type { SandboxSettings, Settings, TokenSource } from '../settings/index.js';
import { type Account, findAccount } from './account.js';
import { findOnPath } from './find-program.js';
import type { LaunchPlan } from './launch.js';

export interface PlanOptions {
  readonly settings: Settings;
  readonly sandbox: SandboxSettings;
  /** Chat tokens of the host; files among them are kept from jobs. */
  readonly tokens: readonly TokenSource[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Effective user id of the driver. */
  readonly uid: number;
  /** Process id of the Runner. */
  readonly parent: number;
}

const PRIVATE_ROOTS = ['/home', '/root', '/run', '/tmp', '/var/tmp'];

/**
 * Works out how jobs are launched on this host.
 * @throws CodedError DRIVER_NO_ACCOUNT, DRIVER_NOT_ROOT
 */
export function planLaunch(options: PlanOptions): LaunchPlan {
  const { settings, sandbox, environment, uid } = options;
  const own = ownAccount(uid, environment);
  const wanted = sandbox.user === undefined ? own : findAccount(sandbox.user);
  if (wanted.uid !== uid && uid !== 0) {
    throw new CodedError({
      code: 'DRIVER_NOT_ROOT',
      message: `Jobs are to run as "${wanted.name}", but the driver runs as user ${uid} and cannot change to it.`,
      wayOut: 'Run gitlab-runner as root, or drop sandbox.user.',
    });
  }
  const account = wanted.uid === uid ? undefined : wanted;
  const helper = findHelper(environment, options.parent);
  const general = {
    account,
    environment: settings.environment,
    helperFolder: helper?.onPath === false ? dirname(helper.path) : undefined,
    setsid: findOnPath('setsid', environment.PATH) !== undefined,
  };
  if (sandbox.type === 'host') return { type: 'host', identity: wanted, ...general };
  const home = homeInside(wanted);
  return {
    type: 'bubblewrap',
    identity: { ...wanted, home },
    ...general,
    bubblewrap: {
      buildsDir: settings.buildsDir ?? '',
      cacheDir: settings.cacheDir ?? '',
      home,
      hidden: [settings.stateDir, '/etc/gitlab-runner'].filter((path) => existsSync(path)),
      // After a change of account the permissions of the file protect it, and bwrap could not reach it.
      hiddenFiles: account === undefined ? readableTokenFiles(options.tokens) : [],
      readOnly: [...uncovered(['/etc/resolv.conf', helper?.path]), ...sandbox.readOnly],
      readWrite: sandbox.readWrite,
    },
  };
}

function ownAccount(uid: number, environment: PlanOptions['environment']): Account {
  try {
    const account = findAccount(String(uid));
    return { ...account, home: environment.HOME || account.home };
  } catch {
    // A container may run under a number that no account has.
    return { name: String(uid), uid, gid: uid, home: environment.HOME || '/', shell: '/bin/sh' };
  }
}

/** The home directory must exist to be covered by a private one; /home is ours to make folders in. */
function homeInside(account: Account): string {
  const makeable = /^\/(?:home|root)(?:\/|$)/.test(account.home) && account.home !== '/home';
  return makeable || (account.home !== '/' && existsSync(account.home))
    ? account.home
    : `/home/${account.name}`;
}

/** Real paths that private folders of the sandbox would hide, e.g. what /etc/resolv.conf points to. */
function uncovered(paths: readonly (string | undefined)[]): string[] {
  return paths.flatMap((path) => {
    if (path === undefined || !existsSync(path)) return [];
    const real = realpathSync(path);
    return [real, path].filter((one) => PRIVATE_ROOTS.some((root) => one.startsWith(`${root}/`)));
  });
}

function readableTokenFiles(tokens: readonly TokenSource[]): string[] {
  const files = tokens.flatMap((token) => (token.kind === 'file' ? [token.path] : []));
  return [...new Set(files)].filter((path) => existsSync(path));
}

/**
 * The program that the Runner's scripts call `gitlab-runner`: on PATH, else the Runner's own, which the shell
 * executor would use by its full path.
 */
function findHelper(
  environment: PlanOptions['environment'],
  parent: number,
): { path: string; onPath: boolean } | undefined {
  const found = findOnPath('gitlab-runner', environment.PATH);
  if (found !== undefined) return { path: found, onPath: true };
  try {
    const program = realpathSync(`/proc/${parent}/exe`);
    return basename(program) === 'gitlab-runner' ? { path: program, onPath: false } : undefined;
  } catch {
    return undefined;
  }
}
