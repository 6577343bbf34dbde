import assert from 'node:assert/strict';
import { runnerVectors } from './runner-vectors.js';
import { wrongTraces } from './runner-verdict.js';

describe('conformance: jobs of a real Runner, with our driver', () => {
  it('trace', async function () {
    this.timeout(300_000);
    const { wrong, total } = await wrongTraces(runnerVectors('trace'));
    process.stdout.write(`      trace.json: ${wrong.length} of ${total} wrong\n`);
    assert.deepEqual(wrong, []);
  });
});
