import { joinPath } from '../../../go/index.js';
import { writePathExports } from './exports.js';
import {
  BUILD_UID_GID_FILE,
  EXTERNAL_GIT_CONFIG,
  GITLAB_ENV_FILE,
  GLOBAL_GIT_CONFIG,
  MASKING_DB,
} from './files.js';
import { writeForgetCredentials } from './get-sources.js';
import { writeGitCleanup } from './git-cleanup.js';
import type { StageFacts, Written } from './stage.js';

/** cleanup_file_variables: nothing of the job's secrets stays. Source: shells/abstract.go writeCleanupScript. */
export function writeCleanup(facts: StageFacts): Written {
  const { build, writer } = facts;
  writePathExports(facts);
  writeForgetCredentials(facts);
  const own = [GITLAB_ENV_FILE, MASKING_DB, EXTERNAL_GIT_CONFIG, GLOBAL_GIT_CONFIG];
  const files = build
    .variables()
    .items.filter(({ file }) => file)
    .map(({ key }) => key);
  for (const name of [...own, ...files]) writer.removeFile(writer.tmpFile(name));
  if (build.flag('FF_ENABLE_JOB_CLEANUP')) writeProjectCleanup(facts);
  writeGitCleanup(facts);
  writer.removeFile(joinPath(build.rootDir, BUILD_UID_GID_FILE));
  return 'written';
}

/** FF_ENABLE_JOB_CLEANUP: the project directory as it was, or away. Source: writeCleanupBuildDirectoryScript. */
function writeProjectCleanup({ build, writer }: StageFacts): void {
  const { strategy, submoduleStrategy, cleanFlags } = build.options();
  if (strategy === 'none') {
    writer.notice('Skipping build directory cleanup step');
    return;
  }
  if (strategy !== 'fetch') {
    writer.removeDir(build.projectDir);
    return;
  }
  writer.cd(build.projectDir);
  const clean = cleanFlags.length > 0 ? [['clean', ...cleanFlags]] : [];
  const tidy = [...clean, ['reset', '--hard']];
  for (const args of tidy) writer.command('git', ...args);
  if (submoduleStrategy !== 'normal' && submoduleStrategy !== 'recursive') return;
  const foreach = ['submodule', 'foreach', ...(submoduleStrategy === 'recursive' ? ['--recursive'] : [])];
  for (const args of tidy) writer.command('git', ...foreach, 'git', ...args);
}
