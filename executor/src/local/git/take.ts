import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { branchFacts, chooseDefaultBranch } from './branch.js';
import { COMMIT_FORMAT, parseCommit, type SnapshotCommit } from './commit.js';
import { copyIfThere } from './copy.js';
import { repositoryProblem } from './problems.js';
import { commitOf, mirrorRefs, resolveRef } from './ref.js';
import { type GitCall, git, runGit } from './run.js';
import { userSetting, worktreeSettings } from './settings.js';
import type { SnapshotSource } from './source.js';

/** What one snapshot works with. */
export interface Workshop {
  readonly source: SnapshotSource;
  /** The temporary directory around the throw-away repository. */
  readonly root: string;
  readonly options: {
    readonly directory: string;
    readonly ref?: string;
    readonly unsaved?: Readonly<Record<string, string>>;
    readonly now: () => Date;
  };
  /** git in the throw-away repository. */
  readonly ours: GitCall;
  /** Questions to the user's repository. */
  readonly theirs: GitCall;
}

export async function takeSnapshot(workshop: Workshop): Promise<SnapshotCommit> {
  const { source, ours, theirs } = workshop;
  const branch = source.kind === 'git' ? chooseDefaultBranch(await branchFacts(theirs)) : 'main';
  const { sha, dirty, warnings } = await chooseCommit(workshop, branch);
  if (source.kind === 'git') await mirrorRefs(theirs, ours.cwd, branch);
  await git(['update-ref', `refs/heads/${branch}`, sha], ours);
  await git(['symbolic-ref', 'HEAD', `refs/heads/${branch}`], ours);
  const shown = await git(['log', '-1', '--no-show-signature', `--format=${COMMIT_FORMAT}`, sha], ours);
  return { ...parseCommit(shown), branch, dirty, warnings };
}

async function chooseCommit(workshop: Workshop, branch: string) {
  const { source, options, ours, theirs } = workshop;
  const clean = { dirty: false, warnings: [] };
  if (options.ref !== undefined) {
    return { ...clean, sha: await resolveRef(options.ref, options.directory, theirs) };
  }
  if (source.workTree === undefined) {
    return { ...clean, sha: await resolveRef('HEAD', options.directory, theirs) };
  }
  const head = source.kind === 'git' ? await commitOf('HEAD', theirs) : undefined;
  const { tree, warnings } = await writeTree(workshop, source.workTree);
  if (head !== undefined && tree === (await git(['rev-parse', `${head}^{tree}`], ours))) {
    return { sha: head, dirty: false, warnings };
  }
  const sha = await git(['commit-tree', tree, ...(head === undefined ? [] : ['-p', head])], {
    ...ours,
    env: { ...ours.env, ...(await identity(workshop)) },
    input: `Snapshot of the working tree of ${branch}\n`,
  });
  return { sha, dirty: true, warnings };
}

/** Writes the working tree, staged, changed and untracked files included, as a tree of our repository. */
async function writeTree({ source, root, options, ours, theirs }: Workshop, workTree: string) {
  const index = join(root, 'index');
  await rm(index, { force: true });
  if (source.kind === 'git') {
    // A copy of the user's index tells what is tracked though ignored, what a sparse checkout leaves out, and which
    // files need not be hashed again.
    await copyIfThere(source.indexFile, index);
    // A split index has its larger half beside it; git looks for that in the repository's directory.
    const place = dirname(source.indexFile);
    const shared = (await readdir(place)).filter((name) => name.startsWith('sharedindex.'));
    for (const name of shared) await copyIfThere(join(place, name), join(ours.cwd, name));
  }
  const call = { cwd: workTree, env: { ...ours.env, GIT_INDEX_FILE: index, GIT_WORK_TREE: workTree } };
  const settings = await worktreeSettings(theirs);
  const { status, stderr } = await runGit([...settings, 'add', '--all', '--ignore-errors', '.'], call);
  // Status 1 after --ignore-errors: some files could not be read, the rest is there.
  if (status > 1) {
    const message = `git could not read the working tree ${workTree}: ${stderr}`;
    throw new CodedError(repositoryProblem('CONFIG_GIT_FAILED', message));
  }
  const warnings = status === 0 ? [] : stderr.split('\n').filter(Boolean);
  for (const [path, text] of Object.entries(options.unsaved ?? {})) await layOver(path, text, call);
  return { tree: await git(['write-tree'], call), warnings };
}

/** Puts an editor's text into the index in place of the file's; a file that was executable stays so. */
async function layOver(path: string, text: string, call: GitCall): Promise<void> {
  const blob = await git(['hash-object', '-w', '--stdin', '--no-filters'], { ...call, input: text });
  const staged = await git(['ls-files', '--stage', '--', path], call);
  const mode = staged.startsWith('100755') ? '100755' : '100644';
  await git(['update-index', '--add', '--cacheinfo', `${mode},${blob},${path}`], call);
}

async function identity({ theirs, options }: Workshop): Promise<NodeJS.ProcessEnv> {
  const [name = 'Local user', email = 'local@localhost'] = await Promise.all([
    userSetting('user.name', theirs),
    userSetting('user.email', theirs),
  ]);
  const date = `${Math.trunc(options.now().getTime() / 1000)} +0000`;
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}
