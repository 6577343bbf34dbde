import { EXTERNAL_CONFIG_VARIABLE } from './git-config.js';
import type { StageFacts } from './stage.js';

const EXTERNAL_CONFIG = `$${EXTERNAL_CONFIG_VARIABLE}`;

/** Submodules as GIT_SUBMODULE_STRATEGY asks. Source: shells/abstract.go writeSubmoduleUpdateCmds. */
export function writeSubmodules(facts: StageFacts): void {
  const { strategy, submoduleStrategy } = facts.build.options();
  if (strategy === 'none' || strategy === 'empty' || submoduleStrategy === 'none') {
    facts.writer.notice('Skipping Git submodules setup');
    return;
  }
  if (submoduleStrategy === 'invalid') throw new Error('unknown GIT_SUBMODULE_STRATEGY');
  writeUpdate(facts, submoduleStrategy === 'recursive');
}

function writeUpdate(facts: StageFacts, recursive: boolean): void {
  const { build, writer } = facts;
  const options = build.options();
  const depth = options.submoduleDepth;
  writer.notice(updateNotice(recursive, depth));
  const paths = submodulePaths(options.submodulePaths);
  const recursion = recursive ? ['--recursive'] : [];
  const sync = ['submodule', 'sync', ...recursion, ...paths];
  const update = [
    ...['submodule', 'update', '--init', ...recursion],
    ...(depth > 0 ? ['--depth', String(depth)] : []),
    ...options.submoduleUpdateFlags,
    ...paths,
  ];
  const foreach = ['submodule', 'foreach', ...recursion];
  const cleanFlags = options.cleanFlags.length > 0 ? options.cleanFlags : ['-ffdx'];
  const clean = (): void => writer.command('git', ...foreach, 'git', 'clean', ...cleanFlags);
  const reset = (): void => writer.command('git', ...foreach, 'git', 'reset', '--hard');

  // Before sync, so that .git/config is complete; sync takes over changed URLs (a new job token).
  writer.command('git', 'submodule', 'init');
  writer.command('git', ...sync);
  clean();
  reset();
  writer.ifCommandExpanded(
    ['git', ...withCredentials(update)],
    () => {
      writer.notice('Updated submodules');
      writer.command('git', ...sync);
    },
    () => {
      writer.warning('Updating submodules failed. Retrying...');
      if (options.submoduleUpdateFlags.some((flag) => flag.toLowerCase() === '--remote')) {
        // `--remote` with a branch in .gitmodules needs heads that the first try may lack.
        const fetch = ['git', 'fetch', 'origin', '+refs/heads/*:refs/remotes/origin/*'];
        writer.commandExpanded('git', ...withCredentials([...foreach, ...fetch]));
      }
      writer.command('git', ...sync);
      writer.commandExpanded('git', ...withCredentials(update));
      reset();
    },
  );
  clean();
  writer.notice('Configuring submodules to use parent git credentials...');
  const everySubmodule = recursive ? foreach : [...foreach, '--recursive'];
  const include = ['git', 'config', '--replace-all', 'include.path', EXTERNAL_CONFIG];
  writer.commandExpanded('git', ...everySubmodule, ...include);
  if (options.lfsSkipSmudge) return;
  writer.ifCommand(['git', 'lfs', 'version'], () => {
    writer.notice('Pulling LFS files...');
    writer.commandExpanded('git', ...withCredentials([...foreach, 'git', 'lfs', 'pull']));
  });
}

function updateNotice(recursive: boolean, depth: number): string {
  const how = recursive ? ' recursively' : '';
  // A negative depth is no depth; the Runner's recursive case says so with the plain sentence.
  if (recursive && depth < 0) return 'Updating/initializing submodules...';
  return `Updating/initializing submodules${how}${depth > 0 ? ` with git depth set to ${depth}` : ''}...`;
}

function submodulePaths(paths: readonly string[]): readonly string[] {
  if (paths.includes(':(exclude)')) {
    throw new Error(
      `GIT_SUBMODULE_PATHS: invalid submodule pathspec [${paths.map((path) => JSON.stringify(path)).join(' ')}]`,
    );
  }
  return paths.length === 0 ? [] : ['--', ...paths];
}

function withCredentials(args: readonly string[]): string[] {
  return ['-c', `include.path=${EXTERNAL_CONFIG}`, ...args];
}
