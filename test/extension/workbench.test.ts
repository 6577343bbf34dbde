import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, needs, packager, vscodeHost } from '../support/needs.js';
import { picture } from './harness/pictures.js';
import { TRIES_AGAIN, Workbench } from './harness/workbench.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

describe('extension, in the workbench, from the VSIX', function () {
  this.timeout(120_000);
  this.retries(TRIES_AGAIN);
  const folder = mkdtempSync(join(tmpdir(), 'chatops-examples-'));
  let workbench: Workbench;

  before(async function () {
    needs(this, chromium, vscodeHost, packager);
    cpSync(examples, folder, { recursive: true });
    workbench = await Workbench.open({ folder, openFile: join(folder, '.gitlab-ci.yml') });
  });
  after(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('opens the examples', async () => {
    await workbench.focusEditor();
    await workbench.lens('chat: runs').first().waitFor();
    await workbench.screenshot(picture('extension-examples'));
    assert.deepEqual(workbench.errors, []);
  });
});
