import { killMarked } from '../../sandbox/index.js';
import { type DriverSettings, pollJobs, type RunnerSettings, shortenToken } from '../runner/index.js';
import type { DriverFiles } from './driver-files.js';
import { killLeftovers } from './leftovers.js';

/** The Runner that local mode says it is (facts of a 19.4 Runner are what its scripts and log are judged by). */
const VERSION = { version: '19.4.0', revision: 'd79f3e7b' };
const JOBS_AT_ONCE = 4;
/** Local GitLab holds an idle request, so that this wait is only between two of them. */
const CHECK_INTERVAL_MS = 100;
/** A log that comes every three seconds, as a Runner sends it, does not look live. */
const UPDATE_INTERVAL_MS = 250;
/** What a job's own traps get of it when the session ends, and what the Runner gets to report the job's end. */
const TRAPS_MS = 500;
const SHUTDOWN_MS = 1_300;

export interface RunnerOptions {
  readonly url: string;
  readonly token: string;
  readonly files: DriverFiles;
  /** undefined: the shell executor, a peer without our driver. */
  readonly driver: DriverSettings | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** FF_TIMESTAMPS: on as in every Runner since 18.7, or off as `register` sets it for ours. */
  readonly timestamps: boolean;
  readonly onError: (error: unknown) => void;
}

export interface RunningRunner {
  /** Interrupts running jobs, waits until they have ended, and kills what does not end by itself. */
  stop(): Promise<void>;
}

/** Starts the local Runner against a GitLab. */
export function startRunner(options: RunnerOptions): RunningRunner {
  const { url, token, files, driver, environment, timestamps, onError } = options;
  const settings: RunnerSettings = {
    name: 'local',
    url,
    short_token: shortenToken(token),
    system_id: 's_local0000000',
    ...VERSION,
    executor: driver === undefined ? 'shell' : 'custom',
    shell: 'bash',
    builds_dir: files.buildsDir,
    cache_dir: files.cacheDir,
    ...(timestamps ? {} : { feature_flags: { FF_TIMESTAMPS: false } }),
  };
  const stopping = new AbortController();
  const done = pollJobs({
    settings,
    token,
    concurrent: JOBS_AT_ONCE,
    checkIntervalMs: CHECK_INTERVAL_MS,
    updateIntervalMs: UPDATE_INTERVAL_MS,
    signal: stopping.signal,
    shutdownMs: SHUTDOWN_MS,
    env: runnerEnvironment(environment, files),
    // Of jobs that are being interrupted nobody wants to hear.
    onProblem: (error) => {
      if (!stopping.signal.aborted) onError(error);
    },
    runnerLog: () => {},
    ...(driver === undefined ? {} : { driver }),
  }).catch(onError);
  return {
    async stop() {
      const kill = () => killMarked(`${files.temporaryDirectory}/`);
      stopping.abort('interrupt');
      const stubborn = setTimeout(kill, TRAPS_MS);
      await done;
      clearTimeout(stubborn);
      killLeftovers(files.temporaryDirectory, files.folder);
    },
  };
}

/** The user's environment, our settings, and no proxy between a job and the servers on this machine. */
function runnerEnvironment(
  environment: RunnerOptions['environment'],
  files: DriverFiles,
): Readonly<Record<string, string | undefined>> {
  const direct = [environment.no_proxy ?? environment.NO_PROXY, '127.0.0.1', 'localhost']
    .filter(Boolean)
    .join(',');
  return {
    ...environment,
    no_proxy: direct,
    NO_PROXY: direct,
    TMPDIR: files.temporaryDirectory,
    GITLAB_CHATOPS_SETTINGS: files.settingsPath,
  };
}
