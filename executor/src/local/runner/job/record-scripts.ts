import { Build, type WireJob } from '../build/index.js';
import { parseConfigOutput, type RecordedCall, RecordingExecutor } from '../executor/index.js';
import type { RunnerSettings } from '../settings.js';
import { JobLogger } from '../trace/index.js';
import { systemClock } from './clock.js';
import { expandImages } from './header.js';
import { LocalTrace } from './local-trace.js';
import { Scope } from './scope.js';
import { runScripts } from './script.js';

/**
 * Every script a driver would get if each of its calls succeeded, without running anything. `config` is what its
 * config_exec would print. A job that fails between two scripts has those before it.
 */
export async function recordScripts(
  settings: RunnerSettings,
  job: WireJob,
  config = '',
): Promise<readonly RecordedCall[]> {
  const build = new Build(settings, job);
  const executor = new RecordingExecutor(build, parseConfigOutput(config));
  const run = { build, executor, logger: silentLogger(), clock: systemClock };
  const scope = new Scope(systemClock);
  try {
    expandImages(build);
    await executor.prepare();
    await runScripts(run, { job: scope, prepare: scope }, new LocalTrace(() => {}));
  } catch {
    // The job's own failure; the scripts before it stand.
  }
  return executor.calls;
}

function silentLogger(): JobLogger {
  return new JobLogger(() => {}, {
    phrases: [],
    tokenPrefixes: [],
    maskAllTokens: false,
    timestamps: false,
    now: () => 0,
    isFull: () => true,
  });
}
