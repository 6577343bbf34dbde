import assert from 'node:assert/strict';
import { loadVectors } from './load.js';
import { modes } from './modes.js';
import { runCases } from './run.js';
import { mismatch, suites } from './suites.js';

const SHOWN = 5; // differences printed in full; ids of all are listed

describe('conformance: vendored vectors', () => {
  for (const suite of suites) {
    const load = modes[suite.mode];
    if (load === undefined) continue;
    it(`${suite.mode}: ${suite.file}`, async function () {
      this.timeout(120_000);
      const cases = suite.read(loadVectors(suite.file));
      assert.ok(cases.length > 0, `${suite.file} holds no case for mode ${suite.mode}`);
      const { run } = await load();
      // Through JSON, as the entry point sends it.
      const results: unknown[] = JSON.parse(JSON.stringify(await runCases(run, cases)));
      assert.equal(results.length, cases.length);
      const wrong = cases.flatMap((one, index) => mismatch(one, results[index], suite.reduce) ?? []);
      assert.equal(
        wrong.length,
        0,
        `${wrong.length} of ${cases.length} differ: ${wrong.map(({ id }) => id).join(' ')}\n` +
          wrong
            .slice(0, SHOWN)
            .map((one) => JSON.stringify(one))
            .join('\n'),
      );
    });
  }
});
