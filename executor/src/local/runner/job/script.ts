import { formatDuration } from '../../../go/index.js';
import { BuildError, messageOf, RunPanic } from './errors.js';
import type { JobTrace } from './job-trace.js';
import { Scope } from './scope.js';
import { attemptStage, type JobRun, runStage } from './stages.js';
import { runUserScripts } from './user-scripts.js';

/** Scopes of one job: the whole, and its preparation. */
export interface JobScopes {
  readonly job: Scope;
  readonly prepare: Scope;
}

/**
 * All stages from prepare_script to cleanup_file_variables; throws what the job fails with.
 * Source: common/build.go executeScript.
 */
export async function runScripts(run: JobRun, scopes: JobScopes, trace: JobTrace): Promise<void> {
  const { job } = scopes;
  await prepareEnvironment(run, scopes.prepare);
  let error = await fetchInputs(run, job);
  if (error === undefined) error = await runUserScripts(run, job, trace);
  const failed = error !== undefined;
  const archive = await outcomeOf(runStage(run, job, failed ? 'archive_cache_on_failure' : 'archive_cache'));
  const uploadStage = failed ? 'upload_artifacts_on_failure' : 'upload_artifacts_on_success';
  const upload = await outcomeOf(runStage(run, job, uploadStage));
  // What it fails with shows only in the Runner's own log.
  await outcomeOf(runStage(run, job, 'cleanup_file_variables'));
  const first = error ?? archive ?? upload;
  if (first !== undefined) throw first;
}

async function prepareEnvironment(run: JobRun, scope: Scope): Promise<void> {
  const error = await outcomeOf(runStage(run, scope, 'prepare_script'));
  if (error === undefined) return;
  if (scope.cause instanceof PhaseTimeout) throw scope.cause.asFailure();
  throw new Error(
    `prepare environment: ${messageOf(error)}. ` +
      'Check https://docs.gitlab.com/runner/shells/#shell-profile-loading for more information',
    { cause: error },
  );
}

/** Sources, caches and artifacts; answers what failed, after which the job still cleans up. Throws on a timeout. */
async function fetchInputs(run: JobRun, job: Scope): Promise<unknown> {
  const { build, clock } = run;
  const options = build.options();
  const timeoutMs = build.limitedTimeoutMs(build.settings.get_sources_timeout);
  const cause = new PhaseTimeout('get sources timeout', timeoutMs);
  const scope = new Scope(clock, { parent: job, timeoutMs, cause });
  const sources = await outcomeOf(
    attemptStage(run, scope, 'get_sources', {
      attempts: options.getSourcesAttempts,
      beforeSecond: () => runStage(run, scope, 'clear_worktree'),
    }),
  );
  scope.cancel();
  if (sources !== undefined) {
    if (scope.cause === cause) throw cause.asFailure();
    return sources;
  }
  const cache = await outcomeOf(
    attemptStage(run, job, 'restore_cache', { attempts: options.restoreCacheAttempts }),
  );
  if (cache !== undefined) return cache;
  return outcomeOf(
    attemptStage(run, job, 'download_artifacts', { attempts: options.artifactDownloadAttempts }),
  );
}

/** The error of a stage as a value; a panic ends the job where it is. */
async function outcomeOf(stage: Promise<void>): Promise<unknown> {
  try {
    await stage;
    return undefined;
  } catch (error) {
    if (error instanceof RunPanic) throw error;
    return error;
  }
}

/** prepare_timeout or get_sources_timeout passed. */
export class PhaseTimeout extends Error {
  constructor(what: 'prepare timeout' | 'get sources timeout', timeoutMs: number) {
    super(`${what}: exceeded timeout of ${formatDuration(timeoutMs)}`);
    this.name = 'PhaseTimeout';
  }

  asFailure(): BuildError {
    return new BuildError(this.message, 'job_execution_timeout');
  }
}
