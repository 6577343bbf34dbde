import type { Build } from '../build/index.js';
import type { ScriptWriter } from './writer.js';

/** Stages of a job in the Runner's own names; a step's stage is `step_` and its name. Source: common/build.go. */
export type Stage = string;

/** What a stage's body is written from. Source: common/shell.go ShellScriptInfo. */
export interface StageFacts {
  readonly build: Build;
  readonly writer: ScriptWriter;
  /** The program that handles caches and artifacts; '' where there is none. */
  readonly runnerCommand: string;
}

/** The body is written, or there is nothing to do and the stage leaves no trace. */
export type Written = 'written' | 'skip';

export type WriteStage = (facts: StageFacts) => Written;

const HEADINGS: Readonly<Record<string, string>> = {
  prepare_script: 'Preparing environment',
  get_sources: 'Getting source from Git repository',
  clear_worktree: 'Deleting all tracked and untracked files due to source fetch failure',
  restore_cache: 'Restoring cache',
  download_artifacts: 'Downloading artifacts',
  after_script: 'Running after_script',
  archive_cache: 'Saving cache for successful job',
  archive_cache_on_failure: 'Saving cache for failed job',
  upload_artifacts_on_failure: 'Uploading artifacts for failed job',
  upload_artifacts_on_success: 'Uploading artifacts for successful job',
  cleanup_file_variables: 'Cleaning up project directory and file based variables',
};

/** The line that begins a stage in the log: common/build.go GetStageDescription. */
export function stageHeading(stage: Stage): string {
  return HEADINGS[stage] ?? `Executing ${JSON.stringify(stage)} stage of the job script`;
}
