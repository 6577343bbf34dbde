import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { findSource } from '../local/git/source.js';

/** What one argument of `lint` means. */
export interface LintPlace {
  /** Absolute path of the repository's root. */
  readonly root: string;
  /** Path of the CI config in it; absent: GitLab's default. */
  readonly config?: string;
}

const CONFIG_PATH = '.gitlab-ci.yml';

/**
 * A directory is (in) a repository; a file is a CI config of the repository it is in. A `.gitlab-ci.yml` below the root
 * is that of a project of its own, as an example in a larger repository is.
 * Throws CONFIG_REPOSITORY_MISSING, CONFIG_REPOSITORY_OWNER.
 */
export async function findLintPlace(
  path: string,
  cwd: string,
  environment: NodeJS.ProcessEnv,
): Promise<LintPlace> {
  const place = resolve(cwd, path);
  const found = await stat(place).catch(() => undefined);
  if (found === undefined) {
    throw new CodedError({
      code: 'CONFIG_REPOSITORY_MISSING',
      message: `${path} does not exist.`,
      wayOut: 'Name a repository, a CI config file, or - for standard input.',
    });
  }
  const real = await realpath(place);
  const folder = found.isDirectory() ? real : dirname(real);
  const root = await rootOf(folder, environment);
  if (found.isDirectory()) return { root };
  const config =
    basename(real) === CONFIG_PATH && folder !== root ? undefined : slashed(relative(root, real));
  return config === undefined ? { root: folder } : { root, config };
}

async function rootOf(folder: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const source = await findSource(folder, CONFIG_PATH, environment);
  return source.workTree ?? folder;
}

/** How a file of a repository is named in the output: from the current directory where it is below that. */
export function shownPath(root: string, file: string, cwd: string): string {
  const way = relative(cwd, resolve(root, file));
  return way.startsWith(`..${sep}`) || isAbsolute(way) ? file : slashed(way);
}

function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
