import { CALL_PRIVATE, CALL_RUNNER_TEMP } from './call-variables.js';
import type { Word } from './words.js';

export interface BubblewrapPlan {
  readonly buildsDir: string;
  readonly cacheDir: string;
  /** Home directory of the job's account; a private one of the job is laid over it. */
  readonly home: string;
  /** Folders whose content no job may see: the driver's state, the Runner's configuration. */
  readonly hidden: readonly string[];
  /** Files likewise, reachable for the job's account. */
  readonly hiddenFiles: readonly string[];
  /** Host paths visible at the same place although a private folder covers them. */
  readonly readOnly: readonly string[];
  readonly readWrite: readonly string[];
}

/**
 * The bubblewrap command line before `--`. The whole host is visible and read-only; builds_dir and cache_dir are
 * writable at the same paths, because the Runner's scripts name them and the cache's path relative to the project.
 * /tmp and the home directory are the job's own and last from its first stage to its last, as under the shell
 * executor. Everything a stage started dies with it (pid namespace), also when the driver is killed
 * (--die-with-parent). No controlling terminal (--new-session): what asks /dev/tty for a password fails at once.
 * Network stays: jobs need git, the API and their targets.
 */
export function bubblewrapWords(plan: BubblewrapPlan): Word[] {
  const flat = (option: string, paths: readonly string[]): Word[] =>
    paths.flatMap((path) => [option, path, path]);
  return [
    'bwrap',
    ...['--unshare-user-try', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    ...['/home', '/root', '/run'].flatMap((path) => ['--tmpfs', path]),
    '--tmpfs',
    { from: CALL_RUNNER_TEMP, fallback: '/tmp' },
    ...plan.hidden.flatMap((path) => ['--tmpfs', path]),
    ...plan.hiddenFiles.flatMap((path) => ['--ro-bind', '/dev/null', path]),
    ...['/tmp', '/var/tmp'].flatMap((path): Word[] => [
      '--bind',
      { from: CALL_PRIVATE, after: '/tmp' },
      path,
    ]),
    '--bind',
    { from: CALL_PRIVATE, after: '/home' },
    plan.home,
    ...flat('--ro-bind-try', plan.readOnly),
    ...flat('--bind', plan.readWrite),
    ...flat('--bind', [plan.buildsDir, plan.cacheDir]),
    ...['--chdir', plan.buildsDir, '--'],
  ];
}
