import type { PipelineContext } from '../ci/variables/index.js';

/** GitLab: SKIP_PATTERN in lib/gitlab/ci/pipeline/chain/skip.rb. */
const SKIP_PATTERN = /\[(?:ci[ _-]skip|skip[ _-]ci)\]/i;

/** Sources that are asked for on purpose: their services pass `ignore_skip_ci`. A chat pipeline is not among them. */
const IGNORE_SKIP_CI = ['web', 'api', 'schedule', 'trigger', 'pipeline', 'parent_pipeline', 'duo_workflow'];

/** Whether the head commit's message keeps the pipeline from running. */
export function asksToSkip({ source, commit }: PipelineContext): boolean {
  return !IGNORE_SKIP_CI.includes(source) && SKIP_PATTERN.test(commit.message);
}
