import { basePath, joinPath } from '../../../go/index.js';
import { GIT_TEMPLATE_DIR } from './files.js';
import type { StageFacts } from './stage.js';

// What an interrupted git leaves behind and what would run on a checkout.
const LEFTOVERS = ['index.lock', 'shallow.lock', 'HEAD.lock', 'hooks/post-checkout', 'config.lock'];

/** Removes locks, and configuration and hooks that an earlier job may have planted. Source: writeGitCleanup. */
export function writeGitCleanup(facts: StageFacts): void {
  const { build, writer } = facts;
  const gitDir = joinPath(build.projectDir, '.git');
  const modules = hasSubmodules(facts);
  for (const name of LEFTOVERS) {
    writer.removeFile(joinPath(gitDir, name));
    if (modules) writer.removeFilesBelow(joinPath(gitDir, 'modules'), basePath(name));
  }
  writer.removeFilesBelow(joinPath(gitDir, 'refs'), '*.lock');
  if (!cleansConfig(facts)) return;
  for (const dir of [writer.tmpFile(GIT_TEMPLATE_DIR), gitDir]) {
    writer.removeFile(joinPath(dir, 'config'));
    writer.removeDir(joinPath(dir, 'hooks'));
  }
  if (modules) {
    writer.removeFilesBelow(joinPath(gitDir, 'modules'), 'config');
    writer.removeDirsBelow(joinPath(gitDir, 'modules'), 'hooks');
  }
}

function hasSubmodules({ build }: StageFacts): boolean {
  const { strategy, submoduleStrategy } = build.options();
  if (strategy === 'none' || strategy === 'empty') return false;
  return submoduleStrategy === 'normal' || submoduleStrategy === 'recursive';
}

/** clean_git_config decides; without it everything but the shell executor and GIT_STRATEGY=none cleans. */
function cleansConfig({ build }: StageFacts): boolean {
  const { executor, clean_git_config } = build.settings;
  if (!(clean_git_config ?? (executor !== 'shell' && build.options().strategy !== 'none'))) return false;
  const { suspend_on_success, suspend_on_failure } = build.job.suspend_options ?? {};
  const suspends = suspend_on_success === true || suspend_on_failure === true;
  return !(build.flag('FF_SUSPENDABLE_ENVIRONMENTS') && suspends);
}
