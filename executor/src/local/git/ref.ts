import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { repositoryProblem } from './problems.js';
import { type GitCall, git, runGit } from './run.js';

/** The commit that a name means in the user's repository. Throws CONFIG_REF_UNKNOWN. */
export async function resolveRef(ref: string, directory: string, call: GitCall): Promise<string> {
  // A name that begins with a dash would be an option.
  const sha = ref.startsWith('-') ? undefined : await commitOf(ref, call);
  if (sha !== undefined) return sha;
  throw new CodedError(repositoryProblem('CONFIG_REF_UNKNOWN', `${directory} has no commit named ${ref}.`));
}

/** undefined: there is no such commit (HEAD of a repository without commits). */
export async function commitOf(ref: string, call: GitCall): Promise<string | undefined> {
  const { status, stdout } = await runGit(['rev-parse', '--quiet', '--verify', `${ref}^{commit}`], call);
  return status === 0 ? stdout.toString().trim() : undefined;
}

/**
 * Serves the user's branches and tags beside the default branch, for jobs that fetch them all (GIT_DEPTH 0) or
 * describe a commit by tag.
 */
export async function mirrorRefs(theirs: GitCall, gitDirectory: string, served: string): Promise<void> {
  const format = '--format=%(objectname) %(refname)';
  const listed = await git(['for-each-ref', format, 'refs/heads', 'refs/tags'], theirs);
  const lines = listed.split('\n').filter((line) => line !== '' && !conflicts(line, `refs/heads/${served}`));
  // Written as packed refs at once: thousands of tags as loose files would take seconds.
  const packed = join(gitDirectory, 'packed-refs');
  await writeFile(`${packed}.new`, lines.map((line) => `${line}\n`).join(''));
  await rename(`${packed}.new`, packed);
}

/** `a` and `a/b` cannot both be refs; the served branch wins. */
function conflicts(line: string, served: string): boolean {
  const name = line.slice(line.indexOf(' ') + 1);
  return name.startsWith(`${served}/`) || served.startsWith(`${name}/`);
}
