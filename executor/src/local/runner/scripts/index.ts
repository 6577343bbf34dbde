import type { Build } from '../build/index.js';
import { writeDownloadArtifacts, writeUploadArtifacts } from './artifacts.js';
import { writeArchiveCache, writeRestoreCache } from './cache.js';
import { writeCleanup } from './cleanup.js';
import { writeClearWorktree } from './clear-worktree.js';
import { writeGetSources } from './get-sources.js';
import { writePrepare } from './prepare.js';
import type { Stage, WriteStage } from './stage.js';
import { writeAfterScript, writeUserStep } from './user-step.js';
import { ScriptWriter, writerFacts } from './writer.js';

export { type Stage, stageHeading } from './stage.js';

/** Every stage with a body of its own; any other name is a user's step. Source: shells/abstract.go writeScript. */
const STAGES: Readonly<Record<string, WriteStage>> = {
  prepare_script: writePrepare,
  get_sources: writeGetSources,
  clear_worktree: writeClearWorktree,
  restore_cache: writeRestoreCache,
  download_artifacts: writeDownloadArtifacts,
  after_script: writeAfterScript,
  archive_cache: (facts) => writeArchiveCache(facts, true),
  archive_cache_on_failure: (facts) => writeArchiveCache(facts, false),
  upload_artifacts_on_success: (facts) => writeUploadArtifacts(facts, true),
  upload_artifacts_on_failure: (facts) => writeUploadArtifacts(facts, false),
  cleanup_file_variables: writeCleanup,
};

/** Throws the Runner's sentence for a shell that scripts are not written for (here: all but bash and sh). */
export function requireShell(shell: string): void {
  if (shell !== 'bash' && shell !== 'sh') throw new Error(`shell ${shell} not found`);
}

/** The shell a script is for, and the program it may call for caches and artifacts. */
export interface ShellChoice {
  readonly shell: string;
  readonly runnerCommand: string;
}

/**
 * The exact script that Runner 19.4 would hand over for a stage of a started build; undefined when the stage has
 * nothing to do. Throws what would fail the stage before it runs (an unknown submodule strategy, cache policy, shell).
 */
export function generateScript(build: Build, stage: Stage, choice: ShellChoice): string | undefined {
  requireShell(choice.shell);
  const writer = new ScriptWriter(writerFacts(build, choice.shell));
  const facts = { build, writer, runnerCommand: choice.runnerCommand };
  const write = Object.hasOwn(STAGES, stage) ? STAGES[stage] : undefined;
  const written = write === undefined ? writeUserStep(facts, stage) : write(facts);
  return written === 'skip' ? undefined : writer.finish(build.options().debugTrace);
}
