import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { needs, shellcheck } from '../../support/needs.js';
import { installedDriver } from '../support/driver-bundle.js';
import { DriverHarness } from '../support/driver-harness.js';
import { jobResponse } from '../support/job-response.js';

const dispatcher = fileURLToPath(new URL('../../../executor/bin/gitlab-chatops-driver', import.meta.url));
const manifest = fileURLToPath(new URL('../../../executor/package.json', import.meta.url));

describe('dispatcher', () => {
  it('has the version of the package: remembered answers of another version are not used', () => {
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    assert.match(readFileSync(dispatcher, 'utf8'), new RegExp(`^driver_version=${version}$`, 'm'));
  });

  it('is clean for shellcheck', function () {
    needs(this, shellcheck);
    const { stdout, status } = spawnSync('shellcheck', ['--shell=sh', dispatcher], { encoding: 'utf8' });
    assert.deepEqual([stdout, status], ['', 0]);
  });

  it('finds itself through links, also from its own folder', async () => {
    const driver = await installedDriver();
    const harness = await DriverHarness.start({ response: jobResponse() });
    const link = join(harness.folder, 'a link');
    symlinkSync(driver, link);
    symlinkSync('a link', join(harness.folder, 'relative'));
    for (const path of [link, join(harness.folder, 'relative')]) {
      const { status, stderr } = spawnSync(path, ['config'], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, GITLAB_CHATOPS_STATE_DIR: harness.stateDir },
      });
      assert.deepEqual([status, stderr], [0, '']);
    }
    harness.dispose();
  });

  it('runs from the sources in development', function () {
    this.timeout(20_000);
    const { status, stdout, stderr } = spawnSync(dispatcher, ['config'], {
      encoding: 'utf8',
      cwd: '/',
      env: {
        PATH: process.env.PATH,
        GITLAB_CHATOPS_FROM_SOURCE: '1',
        GITLAB_CHATOPS_STATE_DIR: '/nonexistent',
      },
    });
    assert.deepEqual([status, stderr], [0, '']);
    assert.equal(JSON.parse(stdout).driver.name, 'gitlab-chatops');
  });

  it('is a system failure without Node', async () => {
    const harness = await DriverHarness.start({
      response: jobResponse(),
      environment: { GITLAB_CHATOPS_NODE: '/nonexistent/node' },
    });
    const { status, stderr } = await harness.config();
    assert.deepEqual([status, /DRIVER_NO_NODE/.test(stderr)], [2, true]);
    harness.dispose();
  });
});
