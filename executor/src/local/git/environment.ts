import { devNull } from 'node:os';

/**
 * Environment for git in somebody's own repository, for questions only: their configuration counts (safe.directory,
 * core.worktree), variables of an outer git command (GIT_DIR in a hook) do not, and the index is not refreshed.
 */
export function questionEnvironment(base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...withoutGitVariables(base),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    // Whatever reads the index would ask the user's file monitor, which may be a program.
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.fsmonitor',
    GIT_CONFIG_VALUE_0: 'false',
  };
}

/**
 * Environment for git in our throw-away repository: no configuration but its own, so that no hook, filter, credential
 * helper or file monitor of the user runs.
 */
export function isolatedEnvironment(base: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  return {
    PATH: base.PATH,
    TMPDIR: base.TMPDIR,
    HOME: home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  };
}

function withoutGitVariables(base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(base).filter(([name]) => !name.startsWith('GIT_')));
}
