import type { ReplyMessage } from '@gitlab-chatops/shared/reply';
import type { CallEnvironment, JobFacts } from '../job/index.js';
import type { ScriptExit } from './run-script.js';
import type { Progress } from './state.js';

/** The Runner counts from a moment before config_exec. Milliseconds. */
const TIMEOUT_SLACK = 5_000;

export interface Moment {
  readonly startedAt: number;
  readonly now: number;
}

/** What is known of the user steps before one. */
export interface Before {
  /** Absent: none ran, or what was known could not be kept. */
  readonly progress?: Progress;
  /** The last one never told how it ended: its call was killed. */
  readonly isLost: boolean;
}

/** What the job's outcome is after one more user step. */
export function afterStep(
  { progress: before, isLost }: Before,
  stage: string,
  exit: Pick<ScriptExit, 'status' | 'terminated'>,
  facts: JobFacts,
  environment: CallEnvironment,
  moment: Moment,
): Omit<Progress, 'collected'> {
  const isAfterScript = stage === 'after_script';
  const mainStepsRun = (before?.mainStepsRun ?? 0) + (isAfterScript ? 0 : 1);
  const terminated = (before?.terminated ?? false) || (exit.terminated && !isAfterScript);
  if (terminated) {
    return { mainStepsRun, terminated, outcome: endedOutcome(facts, environment, moment) };
  }
  if (isAfterScript && before?.outcome !== 'failed' && (isLost || (before === undefined && hasMain(facts)))) {
    return { mainStepsRun, terminated, outcome: lostOutcome(environment, isLost) };
  }
  // common/build.go executeUserScripts: after_script does not decide, unless AFTER_SCRIPT_IGNORE_ERRORS is false.
  const counts = exit.status !== 0 && (!isAfterScript || !facts.afterScriptErrorsIgnored);
  if (counts && before?.outcome !== 'failed') {
    return { mainStepsRun, terminated, outcome: 'failed', exitStatus: exit.status };
  }
  return { mainStepsRun, terminated, outcome: before?.outcome ?? 'success', exitStatus: before?.exitStatus };
}

function hasMain({ steps }: JobFacts): boolean {
  return steps.main.length > 0;
}

/** How a main step ended that did not tell, in the Runner's words; one whose call was killed did not succeed. */
function lostOutcome(environment: CallEnvironment, isKilled: boolean): ReplyMessage['outcome'] {
  const told = environment.CUSTOM_ENV_CI_JOB_STATUS;
  if (told === 'timedout') return 'timeout';
  if (told === 'canceled') return 'canceled';
  return told === 'success' && !isKilled ? 'success' : 'failed';
}

/**
 * How a job ended that the Runner ended: the Runner tells it in CI_JOB_STATUS before after_script and later stages
 * (a variable that a user may shadow: it only chooses a word), and not at all when it aborts; then the clock tells.
 */
export function endedOutcome(
  facts: JobFacts,
  environment: CallEnvironment,
  { startedAt, now }: Moment,
): ReplyMessage['outcome'] {
  const told = environment.CUSTOM_ENV_CI_JOB_STATUS;
  if (told === 'timedout') return 'timeout';
  if (told === 'canceled') return 'canceled';
  return now - startedAt >= facts.timeout * 1000 - TIMEOUT_SLACK ? 'timeout' : 'canceled';
}
