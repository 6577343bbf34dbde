import type { Clock } from './clock.js';
import { BuildError, RunPanic } from './errors.js';
import type { JobTrace } from './job-trace.js';
import { Scope } from './scope.js';
import { type JobScopes, runScripts } from './script.js';
import type { JobRun } from './stages.js';
import { stateOf } from './verdict.js';

const FINISH_WAIT_MS = 300_000; // common/consts.go WaitForBuildFinishTimeout

/**
 * The stages, until they are through or somebody ends the job: then they get at most five minutes to come to an end.
 * Source: common/build.go run.
 */
export async function watchScripts(
  run: JobRun,
  scopes: JobScopes,
  trace: JobTrace,
  signal?: AbortSignal,
): Promise<void> {
  const { build, clock, logger } = run;
  const running = new Scope(clock, { parent: scopes.job });
  const finished = runScripts(run, { job: running, prepare: scopes.prepare }, trace).then(
    () => ({ error: undefined }),
    (error: unknown) => ({ error }),
  );
  const interruption = watchSignal(signal);
  const first = await Promise.race([finished, whenEnded(scopes.job), interruption.happened]);
  interruption.forget();
  running.cancel();
  if (typeof first === 'object') {
    if (!(first.error instanceof RunPanic) && scopes.job.error !== undefined) {
      throw stateOf(build, scopes.job.cause).error;
    }
    if (first.error !== undefined) throw first.error;
    return;
  }
  // The Runner lets prepare_script run on after a signal; here a signal is somebody waiting for the prompt.
  scopes.prepare.cancel();
  const late = timeout(clock, FINISH_WAIT_MS);
  if ((await Promise.race([finished, late.passed])) === 'late') {
    logger.warning('Timed out waiting for the build to finish');
  }
  late.stop();
  throw first === 'ended' ? stateOf(build, scopes.job.cause).error : interruptedBy(signal);
}

/** The failure of a job whose Runner got a signal; the signal's name is the reason of the abort. */
export function interruptedBy(signal: AbortSignal | undefined): BuildError {
  const name = typeof signal?.reason === 'string' ? signal.reason : 'terminated';
  return new BuildError(`aborted: ${name}`, 'runner_interrupted');
}

function whenEnded(scope: Scope): Promise<'ended'> {
  return new Promise((resolve) => {
    scope.onEnd(() => resolve('ended'));
  });
}

export function watchSignal(signal: AbortSignal | undefined): {
  readonly happened: Promise<'interrupted'>;
  readonly forget: () => void;
} {
  let forget = (): void => {};
  const happened = new Promise<'interrupted'>((resolve) => {
    if (signal === undefined) return;
    const told = (): void => resolve('interrupted');
    if (signal.aborted) told();
    signal.addEventListener('abort', told, { once: true });
    forget = () => signal.removeEventListener('abort', told);
  });
  return { happened, forget };
}

function timeout(clock: Clock, ms: number): { readonly passed: Promise<'late'>; readonly stop: () => void } {
  let stop = (): void => {};
  const passed = new Promise<'late'>((resolve) => {
    stop = clock.timer(ms, () => resolve('late'));
  });
  return { passed, stop };
}
