import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bubblewrap, needs, type Tool, which } from '../../support/needs.js';
import type { DriverHarness } from '../support/driver-harness.js';
import { jobResponse } from '../support/job-response.js';
import { eventually, processesNamed } from '../support/processes.js';
import { disposeDrivers, startDriver } from '../support/start-driver.js';

const busybox: Tool = {
  name: 'busybox',
  missing: () => (which('busybox') ? undefined : 'busybox is not on PATH'),
};

/** Ends a stage at each of many moments after its start; it must end, and leave nothing. */
async function endAtAnyMoment(harness: DriverHarness, name: string, moments: number, step: number) {
  for (let moment = 0; moment < moments; moment++) {
    const call = await harness.startRun('build_script', `sleep ${name}`);
    await new Promise((done) => setTimeout(done, moment * step));
    call.terminate();
    const { status, stdout, stderr } = await call.result;
    // Before the dispatcher has set its trap the signal ends it like any program.
    assert.ok(status === null || status === 1, `${moment}: ${status} ${stdout} ${stderr}`);
    await eventually(() => processesNamed(`sleep ${name}`).length === 0);
    assert.deepEqual(processesNamed(`sleep ${name}`), []);
  }
}

describe('driver: SIGTERM at any moment', () => {
  after(disposeDrivers);

  for (const [index, { shell, tools }] of [
    { shell: ['sh'], tools: [] },
    { shell: ['busybox', 'sh'], tools: [busybox] },
    { shell: ['bash', '--posix'], tools: [] },
  ].entries()) {
    it(`ends a stage over plain pipes, dispatcher in ${shell.join(' ')}`, async function () {
      this.timeout(120_000);
      needs(this, ...tools);
      const harness = await startDriver({ response: jobResponse({ source: 'push' }), shell });
      await harness.begin();
      await endAtAnyMoment(harness, `8${index}.25`, 100, 0.3);
    });
  }

  it('ends a stage in bubblewrap', async function () {
    this.timeout(120_000);
    needs(this, bubblewrap);
    const harness = await startDriver({ response: jobResponse({ source: 'push' }), settings: '' });
    const folders = `builds_dir: ${harness.buildsDir}\ncache_dir: ${join(harness.folder, 'cache')}\n`;
    writeFileSync(harness.settingsFile, `${folders}sandbox: {type: bubblewrap}\n`);
    await harness.begin();
    await endAtAnyMoment(harness, '84.25', 100, 0.5);
  });

  it('ends a user step under a terminal', async function () {
    this.timeout(120_000);
    const harness = await startDriver({ response: jobResponse() });
    await harness.begin();
    await endAtAnyMoment(harness, '85.25', 60, 3);
  });
});
