import { ANSI_BOLD_CYAN, ANSI_RESET } from '../ansi.js';
import type { Build } from '../build/index.js';
import type { Executor } from '../executor/index.js';
import { generateScript, type Stage, stageHeading } from '../scripts/index.js';
import { inSection, type JobLogger } from '../trace/index.js';
import type { Clock } from './clock.js';
import { pause } from './clock.js';
import { RunPanic } from './errors.js';
import type { Scope } from './scope.js';

const BACKOFF_MIN_MS = 5000; // common/consts.go DefaultStageRetryBackoffMin
const BACKOFF_MAX_MS = 300_000; // DefaultStageRetryBackoffMax
const PLAIN_BACKOFF_MIN_MS = 1000; // helpers/retry
const PLAIN_BACKOFF_MAX_MS = 5000;
const TIMEOUT_ADVICE =
  'could not run to completion because the timeout was exceeded. For more control over job and script timeouts see: ' +
  'https://docs.gitlab.com/ci/runners/configure_runners/#set-script-and-after_script-timeouts';

/** One job on its way through its stages. */
export interface JobRun {
  readonly build: Build;
  readonly executor: Executor;
  readonly logger: JobLogger;
  readonly clock: Clock;
}

/** Runs one stage; one with nothing to do leaves no trace. Source: common/build.go executeStage. */
export async function runStage(run: JobRun, scope: Scope, stage: Stage): Promise<void> {
  if (scope.error !== undefined) throw scope.error;
  const { build, executor, logger, clock } = run;
  try {
    const script = generateScript(build, stage, executor.shell());
    if (script === undefined) return;
    const marked = build.job.features?.trace_sections === true;
    await inSection(logger, { name: stage, marked, now: () => clock.now() }, async () => {
      logger.plain(`${ANSI_BOLD_CYAN}${stageHeading(stage)}${ANSI_RESET}`);
      await executor.run({ stage, script, scope });
    });
  } finally {
    if (scope.timedOut()) logger.warning(`${stage} ${TIMEOUT_ADVICE}`);
  }
}

/** Runs a stage up to that many times, with growing pauses. Source: attemptExecuteStage, helpers/retry. */
export async function attemptStage(
  run: JobRun,
  scope: Scope,
  stage: Stage,
  options: { readonly attempts: number; readonly beforeSecond?: () => Promise<void> },
): Promise<void> {
  const slow = run.build.flag('FF_USE_EXPONENTIAL_BACKOFF_STAGE_RETRY');
  let wait = slow ? BACKOFF_MIN_MS : PLAIN_BACKOFF_MIN_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      if (attempt === 1) await options.beforeSecond?.();
      await runStage(run, scope, stage);
      return;
    } catch (error) {
      if (error instanceof RunPanic || attempt + 1 >= options.attempts) throw error;
      run.logger.warning('Retrying...');
      await pause(run.clock, wait);
      wait = Math.min(wait * 2, slow ? BACKOFF_MAX_MS : PLAIN_BACKOFF_MAX_MS);
    }
  }
}
