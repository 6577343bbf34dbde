import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalTrace, type RunnerSettings, runJob, type WireJob } from '@gitlab-chatops/executor/local/runner';
import { driverSettings } from '../../../executor/src/local/session/driver-files.js';
import { inputObject, type Mode } from '../mode.js';

/**
 * `{settings, job}` → `{trace, updates}`: the local Runner runs the job with our own driver, in directories of its
 * own. There is no Slack token, so the driver renames and adds nothing.
 */
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
    const { state, failureReason, exitCode } = await runJob({
      settings,
      job: input.job as WireJob,
      trace: new LocalTrace((bytes) => chunks.push(Buffer.from(bytes)), settings.output_limit),
      driver: driverSettings(),
      env: await driverEnvironment(dir),
    });
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

/** The environment of a Runner whose driver has settings, but no chat to answer in. */
async function driverEnvironment(dir: string): Promise<Record<string, string | undefined>> {
  const place = (name: string): string => join(dir, name);
  for (const name of ['builds', 'cache', 'state', 'tmp']) await mkdir(place(name));
  const settings = {
    builds_dir: place('builds'),
    cache_dir: place('cache'),
    state_dir: place('state'),
    sandbox: { type: 'host', accept_risk: true },
  };
  await writeFile(place('settings.yml'), JSON.stringify(settings), { mode: 0o600 });
  return {
    PATH: process.env.PATH,
    HOME: dir,
    LANG: 'C.UTF-8',
    TMPDIR: place('tmp'),
    GITLAB_CHATOPS_SETTINGS: place('settings.yml'),
    GITLAB_CHATOPS_NODE: process.execPath,
  };
}
