import assert from 'node:assert/strict';
import { runnerVectors } from './runner-vectors.js';
import { type Outcome, wrongScripts, wrongTraces } from './runner-verdict.js';

/** Prints how many are still wrong, and fails when one is. */
function none(what: string, { wrong, total }: Outcome): void {
  process.stdout.write(`      ${what}: ${wrong.length} of ${total} wrong\n`);
  assert.ok(total > 0);
  assert.deepEqual(wrong, []);
}

describe('conformance: jobs of a real Runner', () => {
  it('scripts', async () => {
    none('scripts.json', await wrongScripts(runnerVectors('scripts')));
  });

  // All of them, with our driver: runner.full.test.ts.
  it('trace, one stamped and one plain', async function () {
    this.timeout(60_000);
    const vectors = runnerVectors('trace');
    const stamped = vectors.filter(({ input }) => input.settings.feature_flags === undefined).slice(0, 1);
    const plain = vectors.filter(({ input }) => input.settings.feature_flags !== undefined).slice(0, 1);
    none('trace.json (two)', await wrongTraces([...stamped, ...plain]));
  });
});
