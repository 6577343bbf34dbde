import { cleanPath, joinPath, parseUrl, relativePath, urlPath } from '../../../go/index.js';
import { BuildError, type FailureReason } from '../job/errors.js';

const CONFIGURATION: FailureReason = 'runner_configuration_error';

/** Where a job's directories are: common/build.go ProjectSlug, ProjectUniqueDir, getCustomBuildDir. */
export interface PathFacts {
  readonly repoUrl: string;
  readonly projectId: number;
  readonly shortToken: string;
  /** CI_CONCURRENT_PROJECT_ID. */
  readonly projectRunnerId: number;
  /** GIT_STRATEGY=empty has a directory of its own. */
  readonly empty: boolean;
}

/** `group/project` of the repository's URL; undefined when the URL has no host or no usable path. */
function projectSlug(repoUrl: string): string | undefined {
  const url = parseUrl(repoUrl);
  if (url === undefined || url.host === '') return undefined;
  const path = urlPath(url);
  const slug = cleanPath(path.endsWith('.git') ? path.slice(0, -'.git'.length) : path);
  return slug === '.' || slug.includes('..') ? undefined : slug;
}

/** The part of the project directory below builds_dir. */
export function projectUniqueDir(facts: PathFacts, shared: boolean): string {
  const slug = projectSlug(facts.repoUrl) ?? `project-${facts.projectId}`;
  const dir = shared ? joinPath(facts.shortToken, String(facts.projectRunnerId), slug) : slug;
  return facts.empty ? `${dir}-empty` : dir;
}

/** The project directory; GIT_CLONE_PATH only where the Runner's administrator allows it. Throws BuildError. */
export function projectDir(
  rootDir: string,
  facts: PathFacts,
  choice: { clonePath: string; cloneAllowed: boolean; shared: boolean },
): string {
  const { clonePath } = choice;
  if (clonePath === '') return joinPath(rootDir, projectUniqueDir(facts, choice.shared));
  if (!choice.cloneAllowed) {
    throw new BuildError(
      'setting GIT_CLONE_PATH is not allowed, enable `custom_build_dir` feature',
      CONFIGURATION,
    );
  }
  const relative = relativePath(toSlash(rootDir), toSlash(clonePath));
  if (relative === undefined) {
    throw new BuildError(
      `Rel: can't make ${toSlash(clonePath)} relative to ${toSlash(rootDir)}`,
      CONFIGURATION,
    );
  }
  if (relative.startsWith('..')) {
    throw new BuildError(
      `the GIT_CLONE_PATH=${quoted(clonePath)} has to be within ${quoted(rootDir)}`,
      CONFIGURATION,
    );
  }
  return cleanPath(clonePath);
}

/** helpers.ToSlash. */
export function toSlash(path: string): string {
  return path.replaceAll('\\', '/');
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
