import { Build, type WireJob } from '../build/index.js';
import { tempDirOf } from '../executor/index.js';
import { type Clock, pause, systemClock } from '../job/clock.js';
import type { JobOutcome } from '../job/job-trace.js';
import { type JobToRun, runJob } from '../job/run-job.js';
import type { RunnerSettings } from '../settings.js';
import { acceptJob } from './accept.js';
import { JobApi } from './client.js';
import { RunningJobs } from './concurrency.js';
import { ApiConnection, abortable } from './http.js';
import { RemoteTrace } from './remote-trace.js';

const CHECK_INTERVAL_MS = 3000; // common/consts.go CheckInterval
const SHUTDOWN_MS = 30_000; // DefaultShutdownTimeout
const UNSUPPORTED_OPTIONS_EXIT_CODE = 3; // common/executor.go ExitCodeUnsupportedOptions
const UNHEALTHY_AFTER = 3; // DefaultUnhealthyRequestsLimit
const UNHEALTHY_MS = 60 * 60_000; // DefaultUnhealthyInterval

/** A Runner that asks one GitLab for jobs. */
export interface PollOptions extends Pick<JobToRun, 'driver' | 'env' | 'cwd' | 'runnerLog'> {
  readonly settings: RunnerSettings;
  /** The Runner's own token. */
  readonly token: string;
  /** Jobs at a time; default 1. */
  readonly concurrent?: number;
  readonly checkIntervalMs?: number;
  /** How often a running job's log is sent and its cancellation noticed; default: as a Runner, at GitLab's wish. */
  readonly updateIntervalMs?: number;
  /** Ends the Runner: no new job, running ones are interrupted. */
  readonly signal: AbortSignal;
  /** How long running jobs get after the signal; default 30 s. */
  readonly shutdownMs?: number;
  readonly clock?: Clock;
  /** Certificates to trust beside the system's, PEM. */
  readonly ca?: string;
  readonly onJob?: (job: WireJob) => void;
  readonly onOutcome?: (job: WireJob, outcome: JobOutcome) => void;
  /** What goes wrong between jobs, for the Runner's own log. */
  readonly onProblem?: (error: unknown) => void;
}

/** Runs until the signal fires and the running jobs have ended. Source: commands/multi.go. */
export async function pollJobs(options: PollOptions): Promise<void> {
  const clock = options.clock ?? systemClock;
  const connection = new ApiConnection(options.settings.url, clock, options.ca);
  try {
    await new Poller(options, clock, new JobApi(connection, options.settings)).run();
  } finally {
    connection.close();
  }
}

class Poller {
  readonly #options: PollOptions;
  readonly #clock: Clock;
  readonly #api: JobApi;
  readonly #numbers = new RunningJobs();
  readonly #running = new Set<Promise<void>>();
  readonly #giveUp = new AbortController();
  #refusals = 0;

  constructor(options: PollOptions, clock: Clock, api: JobApi) {
    this.#options = options;
    this.#clock = clock;
    this.#api = api;
  }

  async run(): Promise<void> {
    const { signal, concurrent = 1 } = this.#options;
    while (!signal.aborted) {
      if (this.#running.size >= concurrent) await this.#slotOrSignal();
      else if (!(await this.#takeJob())) await this.#rest();
    }
    await this.#shutDown();
  }

  /** Asks once; true when a job was taken and the next question may follow at once. */
  async #takeJob(): Promise<boolean> {
    const { token, signal } = this.#options;
    try {
      const answer = await this.#api.requestJob(token, signal);
      this.#refusals = answer.kind === 'forbidden' ? this.#refusals + 1 : 0;
      if (answer.kind !== 'job') return false;
      const running: Promise<void> = this.#work(answer.job, answer.correlationId)
        .catch((error: unknown) => this.#options.onProblem?.(error))
        .finally(() => this.#running.delete(running));
      this.#running.add(running);
      return true;
    } catch (error) {
      if (!signal.aborted) this.#options.onProblem?.(error);
      return false;
    }
  }

  async #work(received: WireJob, correlationId: string): Promise<void> {
    const { updateIntervalMs, env = process.env } = this.#options;
    const settings = { ...this.#options.settings, correlation_id: correlationId };
    const credentials = { id: received.id, token: received.token };
    const trace = new RemoteTrace({
      api: this.#api,
      credentials,
      clock: this.#clock,
      debugTrace: isDebug(settings, received),
      tempDir: tempDirOf(env),
      giveUp: this.#giveUp.signal,
      ...(settings.output_limit === undefined ? {} : { outputLimit: settings.output_limit }),
      ...finalTries(settings),
      ...(updateIntervalMs === undefined ? {} : { updateIntervalMs }),
    });
    const accepted = acceptJob(received);
    if ('problem' in accepted) {
      trace.write(Buffer.from(`${accepted.problem}\n`));
      const exitCode = UNSUPPORTED_OPTIONS_EXIT_CODE;
      await trace.finish({ state: 'failed', failureReason: 'runner_system_failure', exitCode });
      return;
    }
    const running = await this.#api.updateJob(credentials, { state: 'running' });
    if (running.kind === 'abort') return trace.drop();
    if (running.cancelRequested) {
      await trace.finish({ state: 'failed', failureReason: 'job_canceled' });
      return;
    }
    await this.#runJob(settings, accepted.job, trace);
  }

  async #runJob(settings: RunnerSettings, job: WireJob, trace: RemoteTrace): Promise<void> {
    const { driver, env, cwd, runnerLog, signal, onJob, onOutcome } = this.#options;
    const ids = this.#numbers.take(job.job_info?.project_id ?? 0);
    onJob?.(job);
    try {
      const outcome = await runJob({
        settings,
        job,
        trace,
        ids,
        signal,
        clock: this.#clock,
        ...(driver === undefined ? {} : { driver }),
        ...(env === undefined ? {} : { env }),
        ...(cwd === undefined ? {} : { cwd }),
        ...(runnerLog === undefined ? {} : { runnerLog }),
      });
      onOutcome?.(job, outcome);
    } finally {
      this.#numbers.release(ids);
    }
  }

  /** Between questions; for an hour when GitLab refuses this Runner. */
  async #rest(): Promise<void> {
    const { signal, checkIntervalMs = CHECK_INTERVAL_MS } = this.#options;
    const unhealthy = this.#refusals >= UNHEALTHY_AFTER;
    await pause(this.#clock, unhealthy ? UNHEALTHY_MS : checkIntervalMs, abortable(signal));
    if (unhealthy) this.#refusals = 0;
  }

  async #slotOrSignal(): Promise<void> {
    let forget = (): void => {};
    const stopped = new Promise<void>((resolve) => {
      forget = abortable(this.#options.signal)?.onEnd(resolve) ?? forget;
    });
    await Promise.race([...this.#running, stopped]);
    forget();
  }

  async #shutDown(): Promise<void> {
    const stop = this.#clock.timer(this.#options.shutdownMs ?? SHUTDOWN_MS, () => this.#giveUp.abort());
    const late = new Promise<void>((resolve) => {
      abortable(this.#giveUp.signal)?.onEnd(resolve);
    });
    await Promise.race([Promise.all(this.#running), late]);
    stop();
  }
}

function isDebug(settings: RunnerSettings, job: WireJob): boolean {
  const { debugTrace, debugServices } = new Build(settings, job).options();
  return debugTrace || debugServices;
}

function finalTries(settings: RunnerSettings): { finalTries?: number } {
  const limit = settings.job_status_final_update_retry_limit ?? 0;
  return limit < 1 ? {} : { finalTries: limit };
}
