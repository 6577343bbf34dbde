/** GitLab's words for why a job failed. Source: common/network.go. */
export type FailureReason =
  | 'script_failure'
  | 'runner_system_failure'
  | 'job_execution_timeout'
  | 'job_canceled'
  | 'runner_interrupted'
  | 'runner_configuration_error'
  | 'unknown_failure';

/** A failure with a reason of its own; every other error is a system failure. Source: common/executor.go BuildError. */
export class BuildError extends Error {
  readonly reason: FailureReason;
  /** Exit status of the script; 0 where there is none. */
  readonly exitCode: number;

  constructor(message: string, reason: FailureReason, exitCode = 0, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BuildError';
    this.reason = reason;
    this.exitCode = exitCode;
  }
}

/** The job's own run went wrong in a way that Go reports as a panic: no later stage runs. */
export class RunPanic extends BuildError {
  constructor(message: string) {
    super(`panic: ${message}`, 'runner_system_failure');
    this.name = 'RunPanic';
  }
}

/** RUNNER_SCRIPT_TIMEOUT passed: common.ErrJobScriptTimeout. */
export const SCRIPT_TIMEOUT = 'script timeout';

/** The nearest BuildError of an error and its causes (Go's errors.As). */
export function buildErrorOf(error: unknown): BuildError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof BuildError) return at;
  }
  return undefined;
}

/** Does an error or one of its causes match? (Go's errors.Is) */
export function isCausedBy(error: unknown, matches: (one: Error) => boolean): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (matches(at)) return true;
  }
  return false;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
