import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalTrace, type RunnerSettings, runJob, type WireJob } from '@gitlab-chatops/executor/local/runner';
import { recordingDriver } from '../../executor/local/runner/support/recording.js';
import { inputObject, type Mode } from '../mode.js';

/** `{settings, job}` → `{trace, updates}`: the job run by the local Runner, in directories of its own. */
export const run: Mode = async (given) => {
  const input = inputObject(given);
  const dir = await mkdtemp(join(tmpdir(), 'conformance-trace-'));
  try {
    const settings: RunnerSettings = {
      ...(input.settings as RunnerSettings),
      builds_dir: join(dir, 'builds'),
      cache_dir: join(dir, 'cache'),
    };
    const chunks: Buffer[] = [];
    const driver = await recordingDriver(dir);
    const outcome = await runJob({
      settings,
      job: input.job as WireJob,
      trace: new LocalTrace((bytes) => chunks.push(Buffer.from(bytes)), settings.output_limit),
      driver: driver.settings,
      env: driver.env,
    });
    const { state, failureReason, exitCode } = outcome;
    const update = {
      state,
      ...(failureReason === undefined ? {} : { failure_reason: failureReason }),
      ...(exitCode === undefined ? {} : { exit_code: exitCode }),
    };
    return { trace: Buffer.concat(chunks).toString('utf8'), updates: [update] };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};
