import type { GitCall } from './run.js';
import { runGit } from './run.js';

/**
 * Settings of the user that decide what a working tree's files are in git's eyes; none of them runs a program.
 * The rest of the user's configuration stays out of the snapshot.
 */
const WORKTREE_SETTINGS = [
  'autocrlf',
  'eol',
  'filemode',
  'symlinks',
  'ignorecase',
  'precomposeunicode',
  'checkstat',
  'trustctime',
];

/** `-c NAME=VALUE` arguments for `git add` in our repository. */
export async function worktreeSettings(call: GitCall): Promise<string[]> {
  const names = `^core\\.(${WORKTREE_SETTINGS.join('|')})$`;
  const [listed, ignored] = await Promise.all([
    runGit(['config', '--null', '--get-regexp', names], call),
    runGit(['config', '--null', '--type=path', '--get', 'core.excludesfile'], call),
  ]);
  const pairs = listed.stdout.toString().split('\0').filter(Boolean);
  const excludes = ignored.stdout.toString().replace(/\0$/, '') || defaultExcludes(call.env);
  const settings = pairs.map((pair) => pair.replace('\n', '='));
  return [
    ...settings,
    ...(excludes === undefined ? [] : [`core.excludesFile=${excludes}`]),
    // Neither a file monitor nor a hook may run, also not in submodules, which inherit these.
    'core.fsmonitor=false',
    'core.untrackedCache=false',
    'core.hooksPath=/dev/null',
    'core.safecrlf=false',
    'diff.ignoreSubmodules=dirty',
    'advice.addEmbeddedRepo=false',
  ].flatMap((setting) => ['-c', setting]);
}

/** Where git looks when core.excludesFile is not set (gitignore(5)); our git has another HOME. */
function defaultExcludes({ XDG_CONFIG_HOME, HOME }: NodeJS.ProcessEnv): string | undefined {
  const base = XDG_CONFIG_HOME || (HOME && `${HOME}/.config`);
  return base ? `${base}/git/ignore` : undefined;
}

export async function userSetting(name: string, call: GitCall): Promise<string | undefined> {
  const { stdout } = await runGit(['config', '--get', name], call);
  return stdout.toString().trim() || undefined;
}
