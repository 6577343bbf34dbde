import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { needs, type Tool } from '../../support/needs.js';
import { jobResponse } from '../support/job-response.js';
import { disposeDrivers, startDriver } from '../support/start-driver.js';

const root: Tool = {
  name: 'root',
  missing: () => (process.geteuid?.() === 0 ? undefined : 'only root can change the account of a job'),
};

for (const [output, source] of [
  ['plain pipes', 'push'],
  ['a terminal', 'chat'],
] as const) {
  describe(`host sandbox under ${output}`, () => {
    after(disposeDrivers);

    it('runs jobs as the account of the settings', async function () {
      needs(this, root);
      const harness = await startDriver({
        response: jobResponse({ source }),
        settings: 'sandbox: {user: nobody}\n',
      });
      for (const path of [harness.folder, join(harness.folder, 'tmp')]) chmodSync(path, 0o711);
      const flags = ['--builds-dir', harness.buildsDir, '--cache-dir', join(harness.folder, 'cache')];
      assert.equal((await harness.config(...flags)).status, 0);
      const prepared = await harness.prepare();
      assert.deepEqual([prepared.status, prepared.stderr], [0, '']);
      const { stdout, exitCode } = await harness.run(
        'build_script',
        `id -un; echo "$USER"; (: <${harness.tempDir}/response.json) 2>/dev/null || echo hidden; echo x >mine
         echo out >/dev/stdout; echo err >/dev/stderr; (: </dev/tty) 2>/dev/null || echo no-tty; exit 9`,
      );
      assert.deepEqual(stdout.toString().trim().split('\n'), [
        ...['nobody', 'nobody', 'hidden', 'out', 'err', 'no-tty'],
      ]);
      assert.equal(exitCode, '9\n');
    });

    it('finds the helper program on the search path of the Runner', async () => {
      const harness = await startDriver({ response: jobResponse({ source }) });
      const bin = join(harness.folder, 'bin with space');
      mkdirSync(bin);
      writeFileSync(join(bin, 'gitlab-runner'), '#!/bin/sh\necho helper "$@"\n', { mode: 0o755 });
      const job = await startDriver({
        response: jobResponse({ source }),
        environment: { PATH: `${bin}:${process.env.PATH}` },
      });
      await job.begin();
      const { stdout } = await job.run('build_script', 'gitlab-runner artifacts-uploader');
      assert.equal(stdout.toString(), 'helper artifacts-uploader\n');
    });
  });
}

describe('a sandbox that cannot be', () => {
  after(disposeDrivers);

  it('is refused: an account that does not exist', async () => {
    const harness = await startDriver({
      response: jobResponse({ source: 'push' }),
      settings: 'sandbox: {user: no-such-account}\n',
    });
    const { status, stderr } = await harness.config();
    assert.deepEqual([status, /DRIVER_NO_ACCOUNT/.test(stderr)], [2, true]);
  });
});
