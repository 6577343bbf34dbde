import { formatDuration } from '../../../go/index.js';
import type { Build } from '../build/index.js';
import {
  BuildError,
  buildErrorOf,
  type FailureReason,
  isCausedBy,
  messageOf,
  SCRIPT_TIMEOUT,
} from './errors.js';
import { supportedReason } from './failure-reason.js';
import type { JobOutcome } from './job-trace.js';
import { ScopeEnded } from './scope.js';

/** What CI_JOB_STATUS says before after_script. */
export type RunState = 'success' | 'failed' | 'canceled' | 'timedout';

export function cancelled(): BuildError {
  return new BuildError('canceled', 'job_canceled');
}

/** The state an error means, and the error the job ends with. Source: common/build.go runtimeStateAndError. */
export function stateOf(build: Build, error: unknown): { state: RunState; error: unknown } {
  if (error === undefined) return { state: 'success', error };
  if (isCausedBy(error, (one) => isScopeEnd(one, 'canceled') || isReason(one, 'job_canceled'))) {
    return { state: 'canceled', error: cancelled() };
  }
  if (isCausedBy(error, (one) => isScopeEnd(one, 'deadline') || isScriptTimeout(one))) {
    // "1h0m0s seconds": the Runner's own words.
    const message = `execution took longer than ${formatDuration(build.timeoutMs)} seconds`;
    return { state: 'timedout', error: new BuildError(message, 'job_execution_timeout') };
  }
  return { state: 'failed', error };
}

function isScopeEnd(error: Error, kind: ScopeEnded['kind']): boolean {
  return error instanceof ScopeEnded && error.kind === kind;
}

function isReason(error: Error, reason: FailureReason): boolean {
  return error instanceof BuildError && error.reason === reason;
}

function isScriptTimeout(error: Error): boolean {
  return isReason(error, 'job_execution_timeout') && error.message.startsWith(SCRIPT_TIMEOUT);
}

/** The last line of the log and what GitLab is told. Source: common/build.go setTraceStatus. */
export function verdictOf(build: Build, error: unknown): { failure?: string; outcome: JobOutcome } {
  if (error === undefined) return { outcome: { state: 'success' } };
  const known = buildErrorOf(error);
  const reason = known?.reason ?? 'runner_system_failure';
  const system = reason === 'runner_system_failure' ? ' (system failure)' : '';
  const exitCode = known?.exitCode ?? 0;
  return {
    failure: `Job failed${system}: ${messageOf(error)}`,
    outcome: {
      state: 'failed',
      failureReason: supportedReason(reason, build.job.features?.failure_reasons ?? []),
      ...(exitCode === 0 ? {} : { exitCode }),
    },
  };
}
