import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Build, type ConcurrencyIds, listOf, type WireJob } from '../build/index.js';
import {
  CustomExecutor,
  type Executor,
  type ExecutorTools,
  PipeStore,
  ShellExecutor,
  tempDirOf,
} from '../executor/index.js';
import type { DriverSettings, RunnerSettings } from '../settings.js';
import { JobLogger } from '../trace/index.js';
import { type Clock, systemClock } from './clock.js';
import { BuildError } from './errors.js';
import { expandImages, printHeader } from './header.js';
import type { JobOutcome, JobTrace } from './job-trace.js';
import { prepareExecutor } from './prepare.js';
import { Scope } from './scope.js';
import { type JobScopes, PhaseTimeout } from './script.js';
import { resolveSecrets } from './secrets.js';
import { refuseToSuspend } from './suspend.js';
import { verdictOf } from './verdict.js';
import { interruptedBy, watchScripts, watchSignal } from './watch.js';

/** One job to run on this Runner. */
export interface JobToRun {
  readonly settings: RunnerSettings;
  readonly job: WireJob;
  /** Needed by the custom executor. */
  readonly driver?: DriverSettings;
  readonly trace: JobTrace;
  readonly ids?: ConcurrencyIds;
  /** Ends the job as a signal to the Runner would; its reason names the signal (`terminated`). */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** The Runner's own environment; default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The Runner's working directory; default: this process's. */
  readonly cwd?: string;
  /** The Runner's own log: output of cleanup_exec, unmasked. */
  readonly runnerLog?: ExecutorTools['runnerLog'];
}

interface Run {
  readonly build: Build;
  readonly logger: JobLogger;
  readonly clock: Clock;
  readonly scopes: JobScopes;
  /** For the Runner's pipes; no job sees it. */
  readonly privateDir: string;
}

/**
 * Runs one job from its first log line to its last and delivers the outcome, as Runner 19.4 does. What a job or a
 * driver does wrong is an outcome; only the trace's own failure to deliver throws. Source: common/build.go Run.
 */
export async function runJob(given: JobToRun): Promise<JobOutcome> {
  const clock = given.clock ?? systemClock;
  const build = new Build(given.settings, given.job, {
    ...(given.ids === undefined ? {} : { ids: given.ids }),
    now: () => clock.now(),
  });
  let failure: unknown;
  try {
    await runBuild(given, build, clock);
  } catch (error) {
    failure = error;
  }
  const verdict = verdictOf(build, failure);
  const logger = newLogger(build, given.trace, clock);
  if (verdict.failure === undefined) logger.info('Job succeeded');
  else logger.error(verdict.failure);
  logger.close();
  await given.trace.finish(verdict.outcome);
  return verdict.outcome;
}

async function runBuild(given: JobToRun, build: Build, clock: Clock): Promise<void> {
  const { trace } = given;
  withLogger(build, trace, clock, (logger) => printHeader(build, logger));
  withLogger(build, trace, clock, (logger) => resolveSecrets(build, logger));
  expandImages(build);
  const logger = newLogger(build, trace, clock);
  const job = new Scope(clock, { timeoutMs: build.timeoutMs });
  trace.onCancel(() => job.cancel());
  trace.onAbort(() => job.cancel());
  const { errors } = build.options();
  if (errors.length > 0) logger.warning(errors.join('\n'));
  const prepareMs = build.limitedTimeoutMs(build.settings.prepare_timeout);
  const cause = new PhaseTimeout('prepare timeout', prepareMs);
  const prepare = new Scope(clock, { parent: job, timeoutMs: prepareMs, cause });
  const privateDir = await mkdtemp(join(tempDirOf(given.env ?? process.env), 'local-runner-'));
  try {
    await runOnExecutor(given, { build, logger, clock, scopes: { job, prepare }, privateDir });
  } finally {
    prepare.cancel();
    job.cancel();
    trace.onCancel(undefined);
    trace.onAbort(undefined);
    logger.close();
    await rm(privateDir, { recursive: true, force: true });
  }
}

async function runOnExecutor(given: JobToRun, run: Run): Promise<void> {
  const { build, logger, clock, scopes } = run;
  const executor = await prepareInterruptibly(given, run);
  let failure: unknown;
  try {
    await watchScripts({ build, executor, logger, clock }, scopes, given.trace, given.signal);
  } catch (error) {
    failure = error;
  }
  failure = refuseToSuspend(build, logger, failure);
  await executor.cleanup();
  if (failure !== undefined) throw failure;
}

/** The Runner notices a signal only when the stages begin; here it ends the preparation too. */
async function prepareInterruptibly(given: JobToRun, run: Run): Promise<Executor> {
  const interruption = watchSignal(given.signal);
  void interruption.happened.then(() => run.scopes.prepare.cancel());
  const tools = toolsOf(given, run);
  try {
    return await prepareExecutor({
      build: run.build,
      logger: run.logger,
      clock: run.clock,
      scope: run.scopes.prepare,
      create: () => createExecutor(tools, given.driver),
    });
  } catch (error) {
    throw given.signal?.aborted === true ? interruptedBy(given.signal) : error;
  } finally {
    interruption.forget();
  }
}

function toolsOf(given: JobToRun, { build, logger, clock, privateDir }: Run): ExecutorTools {
  const env = given.env ?? process.env;
  return {
    build,
    logger,
    clock,
    pipes: new PipeStore(privateDir),
    env,
    cwd: given.cwd ?? process.cwd(),
    tempDir: tempDirOf(env),
    runnerLog: given.runnerLog ?? (() => {}),
  };
}

function createExecutor(tools: ExecutorTools, driver: DriverSettings | undefined): Executor {
  if (tools.build.settings.executor === 'shell') return new ShellExecutor(tools);
  if (driver === undefined)
    throw new BuildError('custom executor not configured', 'runner_configuration_error');
  return new CustomExecutor(tools, driver);
}

function newLogger(build: Build, trace: JobTrace, clock: Clock): JobLogger {
  return new JobLogger((bytes) => trace.write(bytes), {
    phrases: build.variables().masked(),
    tokenPrefixes: listOf(build.job.features?.token_mask_prefixes),
    maskAllTokens: build.flag('FF_MASK_ALL_DEFAULT_TOKENS'),
    timestamps: build.flag('FF_TIMESTAMPS'),
    now: () => clock.now(),
    isFull: () => trace.full,
  });
}

function withLogger(build: Build, trace: JobTrace, clock: Clock, write: (logger: JobLogger) => void): void {
  const logger = newLogger(build, trace, clock);
  try {
    write(logger);
  } finally {
    logger.close();
  }
}
