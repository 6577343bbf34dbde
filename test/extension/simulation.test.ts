import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, needs, packager, vscodeHost } from '../support/needs.js';
import { Workbench } from './harness/workbench.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

describe('extension: running a job from the workbench', function () {
  this.timeout(120_000);
  const parent = mkdtempSync(join(tmpdir(), 'chatops-workbench-'));
  const folder = join(parent, 'project');
  let workbench: Workbench;

  before(async function () {
    needs(this, chromium, vscodeHost, packager);
    cpSync(examples, folder, { recursive: true });
    workbench = await Workbench.open({ folder, openFile: join(folder, '.gitlab-ci.yml') });
  });
  after(async () => {
    await workbench?.close();
    rmSync(parent, { recursive: true, force: true });
  });

  it('asks for the job and its arguments, says where it runs, and shows log and replies', async () => {
    const { page } = workbench;
    await workbench.runCommand('GitLab ChatOps: Run Job from Chat');
    await workbench.quickRow('deploy').click();
    await workbench.screenshot('/tmp/shot-agree.png');
    await page.getByRole('button', { name: 'Run on This Computer' }).click();
    await workbench.quickInput().fill('staging');
    await workbench.screenshot('/tmp/shot-input.png');
    await page.keyboard.press('Enter');
    const reply = workbench.webview();
    await reply.locator('.ours .message').waitFor();
    await reply.locator('.status.good').waitFor();
    await workbench.screenshot('/tmp/shot-reply.png');
    assert.match(await reply.locator('.ours').innerText(), /staging/);
  });
});
