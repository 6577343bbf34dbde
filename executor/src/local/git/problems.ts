import type { Problem } from '@gitlab-chatops/shared/errors';

/** What can be wrong with the directory that local mode serves; a source of docs/errors.md. */
export const REPOSITORY_PROBLEMS = {
  CONFIG_REPOSITORY_MISSING: {
    summary: 'the directory to serve does not exist or is a file',
    wayOut: 'name an existing directory with --repo',
  },
  CONFIG_REPOSITORY_OWNER: {
    summary: 'git does not trust the repository because it belongs to another user',
    wayOut: 'run `git config --global --add safe.directory DIRECTORY`',
  },
  CONFIG_REF_UNKNOWN: {
    summary: 'the repository has no commit of the name given with --ref',
    wayOut: 'give a branch, tag or commit that `git log` knows there',
  },
  CONFIG_GIT_MISSING: {
    summary: 'the program git was not found on PATH',
    wayOut: 'install git and start again',
  },
  CONFIG_GIT_FAILED: {
    summary: 'a git command that looks at the repository failed',
    wayOut: 'run `git status` in the repository to see the cause',
  },
} as const satisfies Readonly<Record<string, { readonly summary: string; readonly wayOut: string }>>;

export type RepositoryProblemCode = keyof typeof REPOSITORY_PROBLEMS;

/** A problem with its own sentence; the way out is the code's. */
export function repositoryProblem(code: RepositoryProblemCode, message: string): Problem {
  return { code, message, wayOut: REPOSITORY_PROBLEMS[code].wayOut };
}
