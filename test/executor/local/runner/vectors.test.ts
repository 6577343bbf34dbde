import assert from 'node:assert/strict';
import { recordScripts } from '@gitlab-chatops/executor/local/runner';
import { sha256 } from '../../../conformance/runner-log.js';
import { type RunnerVector, runnerVectors } from '../../../conformance/runner-vectors.js';
import { replayCaptured } from './support/captured-jobs.js';

const CONFIG = '{"driver":{"name":"lab","version":"1.0"},"hostname":"lab"}';

describe('local Runner: scripts of captured jobs', () => {
  for (const file of ['hand', 'scripts', 'trace'] as const) {
    it(`${file}.json`, async () => {
      const wrong: string[] = [];
      const cases = runnerVectors(file).filter(everyCallSucceeded);
      for (const { id, input, calls } of cases) {
        const recorded = await recordScripts(input.settings, input.job, input.driver_does?.config ?? CONFIG);
        const hashes = recorded.map(({ stage, script }) => ({ stage, sha256: sha256(script) }));
        if (JSON.stringify(hashes) !== JSON.stringify(calls)) wrong.push(id);
      }
      assert.ok(cases.length > 0);
      assert.deepEqual(wrong, [], `${wrong.length} of ${cases.length} jobs have other scripts`);
    });
  }
});

describe('local Runner: captured jobs run again (hand.json)', () => {
  replayCaptured('hand');
});

function everyCallSucceeded({ input, updates }: RunnerVector): boolean {
  if (input.settings.executor !== 'custom') return false;
  return updates === undefined || JSON.stringify(updates) === '[{"state":"success"}]';
}
