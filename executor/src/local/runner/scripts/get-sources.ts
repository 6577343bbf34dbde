import { remoteHost, remoteUrl } from '../build/index.js';
import { adminScript, hookScript, writeCommands } from './commands.js';
import { writeExports } from './exports.js';
import { writeGitCleanup } from './git-cleanup.js';
import { writeTemplateDir, writeTokenlessConfig } from './git-config.js';
import { writeCheckout, writeCloneIfPossible, writeRefspecFetch } from './git-fetch.js';
import { writeOwnership } from './ownership.js';
import type { StageFacts, Written } from './stage.js';
import { writeSubmodules } from './submodules.js';

/** get_sources: the repository at the job's commit. Source: shells/abstract.go writeGetSourcesScript. */
export function writeGetSources(facts: StageFacts): Written {
  const { build, writer } = facts;
  writeExports(facts);
  writer.variable({ key: 'GIT_TERMINAL_PROMPT', value: '0' });
  writer.variable({ key: 'GCM_INTERACTIVE', value: 'Never' });
  writeTokenlessConfig(facts);
  writeHooks(facts, 'pre_clone_script', [
    ...adminScript(build.settings.pre_get_sources_script),
    ...hookScript(facts, 'pre_get_sources_script'),
  ]);
  writeCloneOrFetch(facts);
  writeSubmodules(facts);
  writeHooks(facts, 'post_clone_script', [
    ...hookScript(facts, 'post_get_sources_script'),
    ...adminScript(build.settings.post_get_sources_script),
  ]);
  writeOwnership(facts, [build.rootDir]);
  writeForgetCredentials(facts);
  return 'written';
}

/** Hooks belong to a checkout: without a repository there are none. */
function writeHooks(facts: StageFacts, prefix: string, commands: readonly string[]): void {
  const { strategy } = facts.build.options();
  if (strategy !== 'none' && strategy !== 'empty') writeCommands(facts, prefix, commands);
}

function writeCloneOrFetch(facts: StageFacts): void {
  const { build, writer } = facts;
  const { lfsSkipSmudge, strategy, checkout } = build.options();
  // One `git lfs pull` after the checkout takes less memory than smudging each file (gitlab-runner 3366).
  if (!lfsSkipSmudge) writer.variable({ key: 'GIT_LFS_SKIP_SMUDGE', value: '1' });
  writeStrategy(facts);
  if (strategy === 'none' || strategy === 'empty' || !checkout) {
    writer.notice('Skipping Git checkout');
    return;
  }
  writeCheckout(facts);
  if (lfsSkipSmudge) return;
  writer.ifCommand(['git', 'lfs', 'version'], () => {
    writer.command('git', 'lfs', 'pull');
    writer.emptyLine();
  });
}

function writeStrategy(facts: StageFacts): void {
  const { build, writer } = facts;
  const { strategy } = build.options();
  if (strategy === 'none') {
    writer.notice('Skipping Git repository setup');
    writer.mkdir(build.projectDir);
  } else if (strategy === 'empty') {
    writer.notice('Skipping Git repository setup and creating an empty build directory');
    writer.removeDir(build.projectDir);
    writer.mkdir(build.projectDir);
  } else {
    writeGitCleanup(facts);
    const template = writeTemplateDir(facts);
    if (strategy === 'clone') writeCloneIfPossible(facts, template);
    else writeRefspecFetch(facts, template);
  }
}

/** Lets a user's credential helper forget the job token. Source: writeClearGitCredentials. */
export function writeForgetCredentials({ build, writer }: StageFacts): void {
  const url = remoteUrl(build.gitAuth());
  if (url === undefined || url.host === '' || !['http', 'https', 'ssh'].includes(url.scheme)) return;
  writer.commandBestEffort(`url=${remoteHost(url)}\nusername=gitlab-ci-token`, 'git', 'credential', 'reject');
}
