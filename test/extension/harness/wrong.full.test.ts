import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium, needs, vscodeHost } from '../../support/needs.js';
import { runInHost } from './host.js';
import { whyNotWhole } from './inner-run.js';
import { builtExtension } from './staged.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const runWrong = async (name: string, timeoutMs = 60_000) =>
  runInHost({
    suites: [at(`./wrong/${name}.suite.ts`)],
    extension: await builtExtension(),
    folder: at('../../../examples'),
    timeoutMs,
  });

describe('the test host, the wrong way round', function () {
  this.timeout(120_000);
  before(function () {
    needs(this, chromium, vscodeHost);
  });

  it('reports a failing inner test with what was expected', async () => {
    const run = await runWrong('failing');
    assert.equal(whyNotWhole(run), undefined);
    const failed = run.events.find((event) => event.kind === 'fail');
    assert.deepEqual(failed?.path, ['a suite with a failure', 'fails']);
    assert.deepEqual([failed?.error.expected, failed?.error.actual], ['2', '1']);
  });

  for (const name of ['empty', 'killed', 'throws']) {
    it(`is red for ${name}`, async () => {
      assert.equal(typeof whyNotWhole(await runWrong(name)), 'string');
    });
  }

  it('is red for a suite that never ends, within the bound', async () => {
    assert.match(whyNotWhole(await runWrong('endless', 15_000)) ?? '', /timed out/);
  });

  it('makes the outer mocha run red and counts the inner tests', () => {
    const mocha = at('../../../node_modules/.bin/mocha');
    const done = spawnSync(mocha, ['--reporter', 'json', at('./wrong/outer.ts')], {
      cwd: at('../../..'),
      encoding: 'utf8',
    });
    const { stats } = JSON.parse(done.stdout.slice(done.stdout.indexOf('{')));
    assert.deepEqual([stats.passes, stats.failures, done.status], [2, 1, 1]);
  });
});
