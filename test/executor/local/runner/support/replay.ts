import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  type Clock,
  LocalTrace,
  type RunnerSettings,
  runJob,
  systemClock,
} from '@gitlab-chatops/executor/local/runner';
import { CAPTURED_ROOT, driverFacts, normaliseLog, sha256 } from '../../../../conformance/runner-log.js';
import type { RunnerVector } from '../../../../conformance/runner-vectors.js';
import { recordedCalls, recordedEnvironment, recordingDriver } from './recording.js';

const CAPTURED_PORT = ':8929';
const RETRY_PAUSE_MS = 3000;

/** Real time, but a driver's failed preparation is tried again at once. */
const hurriedClock: Clock = {
  now: () => systemClock.now(),
  timer: (ms, then) => systemClock.timer(ms === RETRY_PAUSE_MS ? 10 : ms, then),
};

/** What came of a captured job here, with directories and ports named as in the capture. */
export interface Replay {
  readonly log: string;
  readonly updates: readonly unknown[];
  readonly calls: readonly { readonly stage: string; readonly sha256: string }[];
  readonly driverEnv: string | undefined;
  readonly jobResponse: string | undefined;
}

/**
 * Runs a captured job with the recording driver; its repository is served on a port of 127.0.0.1. `earlier` runs first
 * in the same directories, for a job that found another one's.
 */
export async function replay(vector: RunnerVector, port: number, earlier?: RunnerVector): Promise<Replay> {
  const root = await mkdtemp(join(tmpdir(), 'replay-'));
  try {
    if (earlier !== undefined) await runIn(root, 'earlier', earlier, port);
    return await runIn(root, 'run', vector, port);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function runIn(root: string, name: string, vector: RunnerVector, port: number): Promise<Replay> {
  const toHere = (text: string): string => text.replaceAll(CAPTURED_PORT, `:${port}`);
  const toCapture = (text: string): string =>
    text.replaceAll(root, CAPTURED_ROOT).replaceAll(`:${port}`, CAPTURED_PORT);
  const settings: RunnerSettings = JSON.parse(
    toHere(JSON.stringify(vector.input.settings)).replaceAll(CAPTURED_ROOT, root),
  );
  const does = Object.entries(vector.input.driver_does ?? {});
  const driver = await recordingDriver(
    join(root, name),
    Object.fromEntries(does.map(([call, text]) => [call, text.replaceAll(CAPTURED_ROOT, root)])),
  );
  const { trace, log } = watchedTrace(vector, root, settings.output_limit);
  const { state, failureReason, exitCode } = await runJob({
    settings,
    job: JSON.parse(toHere(JSON.stringify(vector.input.job))),
    trace,
    driver: driver.settings,
    clock: hurriedClock,
    cwd: root,
    env: { PATH: process.env.PATH, HOME: root, LANG: 'C.UTF-8', TMPDIR: root, RECORDING: driver.dir },
  });
  const update = {
    state,
    ...(failureReason === undefined ? {} : { failure_reason: failureReason }),
    ...(exitCode === undefined ? {} : { exit_code: exitCode }),
  };
  const calls = await recordedCalls(driver.dir);
  const environment = calls.length === 0 ? undefined : driverFacts(await recordedEnvironment(driver.dir));
  const response = await readFile(join(driver.dir, 'response.json'), 'utf8').catch(() => undefined);
  return {
    log: normaliseLog(toCapture(log())),
    updates: [update],
    calls: calls.map(({ stage, script }) => ({ stage, sha256: sha256(toCapture(script)) })),
    driverEnv: environment === undefined ? undefined : sha256(toCapture(environment)),
    jobResponse: response === undefined ? undefined : sha256(toCapture(response.trimEnd())),
  };
}

/** A trace that stops the job where the captured server did: in its `sleep`. */
function watchedTrace(
  { input }: RunnerVector,
  root: string,
  outputLimit: number | undefined,
): { readonly trace: LocalTrace; readonly log: () => string } {
  const chunks: Buffer[] = [];
  let waiting = input.server;
  const log = (): string => Buffer.concat(chunks).toString('utf8');
  const trace: LocalTrace = new LocalTrace((bytes) => {
    chunks.push(Buffer.from(bytes));
    if (waiting === undefined || !log().includes(waiting.once_trace_contains)) return;
    const { answers } = waiting;
    waiting = undefined;
    void processIn(root, 'sleep').then(() =>
      answers.includes('canceling') ? trace.cancel() : trace.abort(),
    );
  }, outputLimit);
  return { trace, log };
}

/** Waits until a program of that name runs whose environment names the directory. */
async function processIn(root: string, name: string): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    for (const pid of (await readdir('/proc')).filter((entry) => /^[0-9]+$/.test(entry))) {
      const command = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
      if (command.trimEnd() !== name) continue;
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      if (environment.includes(root)) return;
    }
    await setTimeout(10);
  }
  throw new Error(`no ${name} was started in ${root}`);
}
