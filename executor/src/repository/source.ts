import type { KnownContext } from '@gitlab-chatops/shared/ci';
import { branchFacts, chooseDefaultBranch } from '../local/git/branch.js';
import { COMMIT_FORMAT, parseCommit } from '../local/git/commit.js';
import { questionEnvironment } from '../local/git/environment.js';
import { resolveRef } from '../local/git/ref.js';
import { type GitCall, git, runGit } from '../local/git/run.js';
import { findSource } from '../local/git/source.js';
import { isPlainPath, listDirectory, readInside } from './disk.js';
import { remoteProject } from './remote-project.js';

/** The files of a directory or of one of its commits, and what git tells of the project they belong to. */
export interface RepositorySource {
  /** Absolute path of its root, for messages. */
  readonly root: string;
  list(): Promise<readonly string[]>;
  /** undefined: there is no such file. */
  read(path: string): Promise<string | undefined>;
  readonly known: KnownContext;
}

export interface SourceOptions {
  readonly directory: string;
  /** A commit to read instead of the working tree. */
  readonly ref?: string;
  readonly configPath: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Throws CONFIG_REPOSITORY_MISSING, CONFIG_REPOSITORY_OWNER, CONFIG_REF_UNKNOWN, CONFIG_GIT_MISSING, CONFIG_GIT_FAILED. */
export async function openRepositorySource(options: SourceOptions): Promise<RepositorySource> {
  const { directory, ref, configPath, environment } = options;
  const source = await findSource(directory, configPath, environment);
  const root = source.workTree ?? directory;
  const call = { cwd: root, env: questionEnvironment(environment) };
  const read = (path: string) => readInside(root, path);
  if (ref === undefined && source.kind === 'directory') {
    return { root, list: () => listDirectory(root), read, known: {} };
  }
  if (ref === undefined && source.workTree !== undefined) {
    return { root, list: () => listWorkingTree(call), read, known: await knownFacts('HEAD', call) };
  }
  const sha = await resolveRef(ref ?? 'HEAD', directory, call);
  // An example inside a larger repository is a project of its own there too.
  const prefix = source.kind === 'directory' ? await git(['rev-parse', '--show-prefix'], call) : '';
  return {
    root,
    list: async () => (await listCommit(sha, call)).flatMap((path) => below(prefix, path)),
    read: (path) => readCommit(sha, `${prefix}${path}`, call),
    known: await knownFacts(sha, call),
  };
}

function below(prefix: string, path: string): readonly string[] {
  return path.startsWith(prefix) ? [path.slice(prefix.length)] : [];
}

/** Tracked and new files, as a commit of everything would hold them. */
async function listWorkingTree(call: GitCall): Promise<readonly string[]> {
  const names = async (...which: string[]) =>
    (await git(['ls-files', '-z', ...which], call)).split('\0').filter(Boolean);
  const [listed, deleted] = await Promise.all([
    names('--cached', '--others', '--exclude-standard', '--deduplicate'),
    names('--deleted'),
  ]);
  const gone = new Set(deleted);
  return listed.filter((path) => !gone.has(path)).sort();
}

async function listCommit(sha: string, call: GitCall): Promise<readonly string[]> {
  const listed = await git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', sha], call);
  return listed.split('\0').filter(Boolean);
}

async function readCommit(sha: string, path: string, call: GitCall): Promise<string | undefined> {
  if (!isPlainPath(path)) return undefined;
  const { status, stdout } = await runGit(['cat-file', 'blob', `${sha}:${path}`], call);
  return status === 0 ? stdout.toString('utf8') : undefined;
}

async function knownFacts(ref: string, call: GitCall): Promise<KnownContext> {
  const branches = await branchFacts(call);
  const defaultBranch = chooseDefaultBranch(branches);
  const remote = remoteProject(
    (await runGit(['remote', 'get-url', 'origin'], call)).stdout.toString().trim(),
  );
  const { status, stdout } = await runGit(['log', '-1', `--format=${COMMIT_FORMAT}`, ref, '--'], call);
  const commit = status === 0 ? parseCommit(stdout.toString('utf8').replace(/\n$/, '')) : undefined;
  return {
    project: { defaultBranch, ...(remote === undefined ? {} : { path: remote.path }) },
    ...(remote === undefined ? {} : { server: { url: remote.server } }),
    ...(commit === undefined
      ? {}
      : {
          commit: {
            sha: commit.sha,
            message: commit.message,
            author: `${commit.authorName} <${commit.authorEmail}>`,
            timestamp: commit.timestamp,
          },
        }),
  };
}
