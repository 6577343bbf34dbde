import { access, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { questionEnvironment } from './environment.js';
import { repositoryProblem } from './problems.js';
import { git, runGit } from './run.js';

/** Where a snapshot is taken from. */
export type SnapshotSource = PlainDirectory | GitSource;

/** A directory without version control of its own: every file of it is the snapshot. */
export interface PlainDirectory {
  readonly kind: 'directory';
  readonly workTree: string;
}

export interface GitSource {
  readonly kind: 'git';
  /** Absent for a bare repository. */
  readonly workTree?: string;
  readonly gitDir: string;
  readonly objectFormat: string;
  /** This repository's objects and those it borrows (`objects/info/alternates`), absolute. */
  readonly objectDirectories: readonly string[];
  readonly indexFile: string;
  /** `.git/info/exclude` */
  readonly excludeFile: string;
  /** `.git/shallow`; there only in a shallow clone. */
  readonly shallowFile: string;
}

/**
 * Finds what `directory` is. A subdirectory of a working tree counts as a plain directory when it has a CI config of
 * its own (an example inside a larger repository); otherwise the whole working tree is meant.
 * Throws CONFIG_REPOSITORY_MISSING, CONFIG_REPOSITORY_OWNER.
 */
export async function findSource(
  directory: string,
  configPath: string,
  environment: NodeJS.ProcessEnv,
): Promise<SnapshotSource> {
  const place = await realpath(directory).catch(() => {
    throw new CodedError(
      repositoryProblem('CONFIG_REPOSITORY_MISSING', `The directory ${directory} does not exist.`),
    );
  });
  if (!(await stat(place)).isDirectory()) {
    throw new CodedError(
      repositoryProblem('CONFIG_REPOSITORY_MISSING', `${directory} is a file, not a directory.`),
    );
  }
  const call = { cwd: place, env: questionEnvironment(environment) };
  const { status, stdout, stderr } = await runGit(['rev-parse', '--is-inside-work-tree'], call);
  if (status !== 0) {
    if (!stderr.includes('dubious ownership')) return { kind: 'directory', workTree: place };
    const message = `git does not trust the repository ${place}: it belongs to another user.`;
    throw new CodedError(repositoryProblem('CONFIG_REPOSITORY_OWNER', message));
  }
  if (stdout.toString().trim() !== 'true') return gitSource(place, undefined, call.env);
  const top = await git(['rev-parse', '--show-toplevel'], call);
  if (top !== place && (await exists(join(place, configPath)))) return { kind: 'directory', workTree: place };
  return gitSource(top, top, call.env);
}

async function gitSource(
  cwd: string,
  workTree: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<GitSource> {
  const paths = ['index', 'info/exclude', 'shallow', 'objects'].flatMap((path) => ['--git-path', path]);
  const answer = await git(['rev-parse', '--show-object-format', '--absolute-git-dir', ...paths], {
    cwd,
    env,
  });
  const [objectFormat = 'sha1', gitDir = '', ...found] = answer.split('\n');
  const [indexFile = '', excludeFile = '', shallowFile = '', objects = ''] = found.map((path) =>
    resolve(cwd, path),
  );
  const counted = await git(['count-objects', '-v'], { cwd, env });
  const borrowed = counted.split('\n').flatMap((line) => line.match(/^alternate: (.*)$/)?.slice(1, 2) ?? []);
  return {
    kind: 'git',
    ...(workTree === undefined ? {} : { workTree }),
    gitDir,
    objectFormat,
    objectDirectories: [objects, ...borrowed],
    indexFile,
    excludeFile,
    shallowFile,
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
