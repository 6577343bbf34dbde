import type { Build } from '../build/index.js';
import type { JobLogger } from '../trace/index.js';
import { BuildError } from './errors.js';
import { stateOf } from './verdict.js';

/**
 * FF_SUSPENDABLE_ENVIRONMENTS: neither executor can keep a job's environment, so a successful job that asks for it
 * fails. Answers what the job ends with. Source: common/build.go ShouldSuspend, suspendEnvironment.
 */
export function refuseToSuspend(build: Build, logger: JobLogger, error: unknown): unknown {
  if (!build.flag('FF_SUSPENDABLE_ENVIRONMENTS')) return error;
  const { suspend_on_success, suspend_on_failure } = build.job.suspend_options ?? {};
  const { state } = stateOf(build, error);
  const asked = state === 'success' ? suspend_on_success : state === 'failed' && suspend_on_failure;
  if (asked !== true) return error;
  logger.warning('Job environment suspension not supported by executor');
  return error ?? new BuildError('executor does not support suspend/resume', 'runner_system_failure');
}
