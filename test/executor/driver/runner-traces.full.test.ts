import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalTrace, runJob } from '@gitlab-chatops/executor/local/runner';
import { CAPTURED_ROOT, normaliseLog, sha256 } from '../../conformance/runner-log.js';
import { type RunnerVector, runnerVectors } from '../../conformance/runner-vectors.js';
import { installedDriver } from '../support/driver-bundle.js';

/** Jobs without network that a recording driver did nothing special for, and that were not cancelled. */
const plainJobs = (vector: RunnerVector) =>
  vector.trace !== undefined &&
  vector.input.driver_does === undefined &&
  vector.input.server === undefined &&
  vector.input.settings.executor === 'custom' &&
  vector.input.job.variables?.some(({ key, value }) => key === 'GIT_STRATEGY' && value === 'none') === true &&
  // Its log names the directories themselves, which a shared builds_dir changes.
  vector.id !== 'debug-trace';

describe('driver: jobs that a real Runner 19.4 ran, run again under a terminal', () => {
  for (const file of ['hand', 'trace'] as const) {
    for (const vector of runnerVectors(file).filter(plainJobs)) {
      it(vector.id, async function () {
        this.timeout(60_000);
        assert.equal(sha256(normaliseLog(await logOf(vector))), vector.trace);
      });
    }
  }
});

/** The job's log with our driver and no chat token: nothing may be renamed or added. */
async function logOf({ input }: RunnerVector): Promise<string> {
  const driver = await installedDriver();
  const folder = mkdtempSync(join(tmpdir(), 'chatops-traces-'));
  const call = (name: string) => [`${name}Exec`, driver] as const;
  const chunks: Buffer[] = [];
  try {
    await runJob({
      settings: {
        ...input.settings,
        builds_dir: join(folder, 'builds'),
        cache_dir: join(folder, 'cache'),
      },
      job: input.job,
      trace: new LocalTrace((bytes) => chunks.push(Buffer.from(bytes)), input.settings.output_limit),
      driver: {
        runExec: driver,
        runArgs: ['run'],
        ...Object.fromEntries(['config', 'prepare', 'cleanup'].map(call)),
        ...Object.fromEntries(['config', 'prepare', 'cleanup'].map((name) => [`${name}Args`, [name]])),
      },
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        LANG: 'C.UTF-8',
        GITLAB_CHATOPS_STATE_DIR: join(folder, 'state'),
        GITLAB_CHATOPS_SETTINGS: '',
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const shared = new RegExp(`${folder}/builds/\\w+/0/`, 'g');
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(shared, `${CAPTURED_ROOT}/builds/`)
    .replaceAll(folder, CAPTURED_ROOT);
}
