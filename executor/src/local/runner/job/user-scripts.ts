import { parseDuration, trimSpace } from '../../../go/index.js';
import { internalVariable, listOf, stageOfStep } from '../build/index.js';
import { BuildError, messageOf, RunPanic, SCRIPT_TIMEOUT } from './errors.js';
import type { JobTrace } from './job-trace.js';
import { Scope } from './scope.js';
import { type JobRun, runStage } from './stages.js';
import { cancelled, stateOf } from './verdict.js';

const AFTER_SCRIPT_TIMEOUT_MS = 300_000; // common/consts.go AfterScriptTimeout

/**
 * The user's steps and after_script; answers the error the job has so far. From here on a cancellation ends the
 * script only. Source: common/build.go executeUserScripts.
 */
export async function runUserScripts(run: JobRun, scope: Scope, trace: JobTrace): Promise<unknown> {
  const { build, logger, clock } = run;
  const scriptMs = stageTimeout(run, scope, 'RUNNER_SCRIPT_TIMEOUT');
  const afterMs = stageTimeout(run, scope, 'RUNNER_AFTER_SCRIPT_TIMEOUT') ?? AFTER_SCRIPT_TIMEOUT_MS;
  const scriptScope = new Scope(clock, { parent: scope, ...timeout(scriptMs) });
  trace.onCancel(() => scriptScope.cancel());
  printPolicy(run);
  let error: unknown;
  try {
    for (const step of build.steps) {
      if (step.name !== 'after_script') await runStage(run, scriptScope, stageOfStep(step));
    }
  } catch (failure) {
    if (failure instanceof RunPanic) throw failure;
    error = failure;
  }
  const ended = scriptScope.error;
  if (scope.error === undefined && ended?.kind === 'canceled') {
    error = cancelled();
    logger.warning('script canceled externally (UI, API)');
  } else if (!scope.timedOut() && ended?.kind === 'deadline') {
    error = new BuildError(`${SCRIPT_TIMEOUT}: ${ended.message}`, 'job_execution_timeout');
  }
  const afterScope = new Scope(clock, { parent: scope, timeoutMs: afterMs });
  try {
    return await runAfterScript(run, { scope, afterScope }, error);
  } finally {
    afterScope.cancel();
    scriptScope.cancel();
  }
}

async function runAfterScript(
  run: JobRun,
  { scope, afterScope }: { scope: Scope; afterScope: Scope },
  error: unknown,
): Promise<unknown> {
  const { build, logger } = run;
  const { state } = stateOf(build, error);
  build.variables().overwriteFirst(internalVariable('CI_JOB_STATUS', state));
  try {
    await runStage(run, afterScope, 'after_script');
  } catch (failure) {
    if (failure instanceof RunPanic) throw failure;
    // A job timeout is reported by the job itself.
    if (scope.timedOut()) return error;
    if (build.options().afterScriptIgnoreErrors) {
      logger.warning(`after_script failed, but job will continue unaffected: ${messageOf(failure)}`);
    } else return error ?? failure;
  }
  return error;
}

/** A timeout variable in milliseconds; undefined where the default counts. Source: getStageTimeoutContexts. */
function stageTimeout({ build, logger, clock }: JobRun, scope: Scope, name: string): number | undefined {
  const raw = build.variables().value(name);
  if (trimSpace(raw) === '') return undefined;
  const ms = parseDuration(raw);
  if (ms === undefined) logger.warning(`Ignoring malformed ${name} timeout: ${raw}`);
  else if (ms < 0) logger.warning(`Ignoring relative ${name} timeout: ${raw}`);
  else if (scope.deadline !== undefined && ms > scope.deadline - clock.now()) {
    logger.warning(`${name} timeout: ${raw} is longer than job timeout. Setting to job timeout`);
  } else if (ms > 0) return ms;
  return undefined;
}

function timeout(timeoutMs: number | undefined): { timeoutMs?: number } {
  return timeoutMs === undefined ? {} : { timeoutMs };
}

/** What a security policy does with the user's variables. Source: printPolicyOptions. */
function printPolicy({ build, logger }: JobRun): void {
  const policy = build.job.policy_options;
  if (policy?.execution_policy_job !== true) return;
  logger.info(`Job triggered by policy "${policy.policy_name ?? ''}".`);
  const allowed = policy.policy_variables_override_allowed;
  if (allowed === undefined || allowed === null) {
    logger.info(
      'Variables defined in the policy take precedence over matching user-defined CI/CD variables for this job.',
    );
    return;
  }
  const exceptions = policy.policy_variables_override_exceptions;
  const except =
    exceptions === undefined || exceptions === null ? '' : ` (except for ${listOf(exceptions).join(', ')})`;
  const verb = allowed ? 'allowed' : 'ignored';
  logger.info(`User-defined CI/CD variables are ${verb} in this job${except} according to the policy.`);
}
