import type { GitCall } from './run.js';
import { runGit } from './run.js';

/** What a repository tells about its branches. */
export interface BranchFacts {
  /** The branch that origin/HEAD names. */
  readonly remoteDefault?: string;
  /** The checked-out branch; absent when detached. */
  readonly current?: string;
  readonly local: readonly string[];
}

/**
 * The name under which the snapshot is served as default branch. Chat commands run there, whatever is checked out:
 * rules such as `$CI_COMMIT_BRANCH == "main"` must see the name that they will see on the server.
 */
export function chooseDefaultBranch({ remoteDefault, current, local }: BranchFacts): string {
  if (remoteDefault !== undefined) return remoteDefault;
  const usual = ['main', 'master'];
  if (current !== undefined && usual.includes(current)) return current;
  return usual.find((name) => local.includes(name)) ?? current ?? 'main';
}

export async function branchFacts(call: GitCall): Promise<BranchFacts> {
  const [remoteDefault, current, { stdout }] = await Promise.all([
    symbolicRef('refs/remotes/origin/HEAD', 'refs/remotes/origin/', call),
    symbolicRef('HEAD', 'refs/heads/', call),
    runGit(['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads'], call),
  ]);
  return {
    ...(remoteDefault === undefined ? {} : { remoteDefault }),
    ...(current === undefined ? {} : { current }),
    local: stdout.toString().split('\n').filter(Boolean),
  };
}

async function symbolicRef(name: string, prefix: string, call: GitCall): Promise<string | undefined> {
  const { status, stdout } = await runGit(['symbolic-ref', '--quiet', name], call);
  const target = stdout.toString().trim();
  return status === 0 && target.startsWith(prefix) ? target.slice(prefix.length) : undefined;
}
