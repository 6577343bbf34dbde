import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SnapshotCommit } from './commit.js';
import { isolatedEnvironment, questionEnvironment } from './environment.js';
import { initializeRepository } from './initialize.js';
import { resolveRef } from './ref.js';
import { git, runGit } from './run.js';
import { findSource } from './source.js';
import { takeSnapshot, type Workshop } from './take.js';

export interface SnapshotOptions {
  /** The user's directory: a working tree, a bare repository, or no repository at all. */
  readonly directory: string;
  /** A commit to serve instead of the working tree. */
  readonly ref?: string;
  /** Text of files as an editor holds them, by path inside the repository; it stands in place of what is on disk. */
  readonly unsaved?: Readonly<Record<string, string>>;
  /** The CI config's path inside the repository; default `.gitlab-ci.yml`. */
  readonly configPath?: string;
  /** Where the throw-away repository is made. */
  readonly temporaryDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly now: () => Date;
}

/** A bare repository that holds throw-away commits of a user's directory, which it never writes to. */
export interface SnapshotRepository {
  readonly gitDirectory: string;
  /** Environment for git in it. */
  readonly environment: NodeJS.ProcessEnv;
  /** `sha1` or `sha256` */
  readonly objectFormat: string;
  /**
   * Commits what the directory holds now, on top of HEAD (HEAD itself when nothing changed), as head of the default
   * branch. Throws CONFIG_REF_UNKNOWN, CONFIG_GIT_FAILED.
   */
  take(): Promise<SnapshotCommit>;
  /** Makes `refs/pipelines/ID`, which a Runner fetches (GitLab: app/models/ci/persistent_ref.rb). */
  createPipelineRef(pipelineId: number, sha: string): Promise<void>;
  /** Paths of all files of a commit. */
  listFiles(sha: string): Promise<readonly string[]>;
  /** The file's text, or undefined when the commit has none at that path. */
  readFile(sha: string, path: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Throws CONFIG_REPOSITORY_MISSING, CONFIG_REPOSITORY_OWNER, CONFIG_REF_UNKNOWN, CONFIG_GIT_MISSING, CONFIG_GIT_FAILED. */
export async function openSnapshotRepository(options: SnapshotOptions): Promise<SnapshotRepository> {
  const configPath = options.configPath ?? '.gitlab-ci.yml';
  const source = await findSource(options.directory, configPath, options.environment);
  const theirs = {
    cwd: source.workTree ?? options.directory,
    env: questionEnvironment(options.environment),
  };
  if (options.ref !== undefined) await resolveRef(options.ref, options.directory, theirs);
  const root = await mkdtemp(join(options.temporaryDirectory, 'gitlab-chatops-repository-'));
  const gitDirectory = join(root, 'snapshot.git');
  const environment = isolatedEnvironment(options.environment, root);
  const ours = { cwd: gitDirectory, env: { ...environment, GIT_DIR: gitDirectory } };
  const workshop: Workshop = { source, root, options, ours, theirs };
  try {
    await initializeRepository(source, gitDirectory, { cwd: root, env: environment });
  } catch (error) {
    await rm(root, { recursive: true, force: true });
    throw error;
  }
  let turn: Promise<unknown> = Promise.resolve();
  return {
    gitDirectory,
    environment,
    objectFormat: source.kind === 'git' ? source.objectFormat : 'sha1',
    take() {
      // One at a time: all snapshots share the temporary index and the branch.
      const taken = turn.then(() => takeSnapshot(workshop));
      turn = taken.catch(() => {});
      return taken;
    },
    async createPipelineRef(pipelineId, sha) {
      await git(['update-ref', `refs/pipelines/${pipelineId}`, sha], ours);
    },
    async listFiles(sha) {
      const listed = await git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', sha], ours);
      return listed.split('\0').filter(Boolean);
    },
    async readFile(sha, path) {
      const { status, stdout } = await runGit(['cat-file', 'blob', `${sha}:${path}`], ours);
      return status === 0 ? stdout.toString('utf8') : undefined;
    },
    async close() {
      await turn;
      await rm(root, { recursive: true, force: true });
    },
  };
}
