import type { StageFacts, Written } from './stage.js';

/** clear_worktree, before a second try of get_sources: an untracked submodule outlives `git clean`. */
export function writeClearWorktree({ build, writer }: StageFacts): Written {
  writer.notice('Deleting tracked and untracked files...');
  writer.ifDirectory(build.projectDir, () => {
    writer.cd(build.projectDir);
    writer.command('git', 'rm', '-rf', '--ignore-unmatch', '--quiet', '.');
    writer.command('git', 'clean', '-ffdx', '-q');
  });
  return 'written';
}
