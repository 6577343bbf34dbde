import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoopbackServer } from '@gitlab-chatops/executor/local/loopback';
import { sha256 } from '../../../../conformance/runner-log.js';
import { type RunnerVector, runnerVectors } from '../../../../conformance/runner-vectors.js';
import { serveRepository } from './git-server.js';
import { type Replay, replay } from './replay.js';

const AT_ONCE = 4; // jobs mostly wait for processes

/** Logs in which a real Runner, too, writes two lines in either order. */
const UNORDERED: Readonly<Record<string, string>> = {
  'driver/driver-words': 'standard output and error of prepare_exec are two pipes',
  'debug-trace': 'bash traces both sides of a pipe at once',
};

/** Jobs that found the directory of another one. */
const EARLIER: Readonly<Record<string, string>> = { 'clone/again': 'clone', 'clone/no-checkout': 'clone' };

/** One test a captured job: run again here, it must write the same log, make the same calls and end the same way. */
export function replayCaptured(file: 'hand' | 'trace'): void {
  const vectors = runnerVectors(file).filter(({ trace }) => trace !== undefined);
  const replays = new Map<string, Promise<Replay>>();
  let repository: LoopbackServer;
  let dir: string;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'captured-'));
    repository = await serveRepository(dir);
    runAll(vectors, replays, repository.port);
  });

  after(async () => {
    await Promise.allSettled(replays.values());
    await repository.close();
    await rm(dir, { recursive: true, force: true });
  });

  for (const vector of vectors) {
    it(vector.id, async function () {
      this.timeout(60_000);
      const got = await (replays.get(vector.id) ?? Promise.reject(new Error('not run')));
      assert.deepEqual(got.updates, vector.updates);
      assert.deepEqual(got.calls, vector.calls);
      if (vector.driver_env !== undefined) assert.equal(got.driverEnv, vector.driver_env);
      if (vector.job_response !== undefined) assert.equal(got.jobResponse, vector.job_response);
      // The log itself is shown when it differs: of the expected one only the hash is here.
      if (!(vector.id in UNORDERED)) assert.equal(sha256(got.log), vector.trace, got.log);
    });
  }
}

/** Starts all jobs, a few at a time, in order. */
function runAll(vectors: readonly RunnerVector[], replays: Map<string, Promise<Replay>>, port: number): void {
  const slots: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  vectors.forEach((vector, index) => {
    const slot = index % AT_ONCE;
    const earlier = vectors.find(({ id }) => id === EARLIER[vector.id]);
    const run = (slots[slot] ?? Promise.resolve()).then(() => replay(vector, port, earlier));
    replays.set(vector.id, run);
    slots[slot] = run.catch(() => undefined);
  });
}
