import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, needs, packager, vscodeHost } from '../support/needs.js';
import { picture } from './harness/pictures.js';
import { TRIES_AGAIN, Workbench } from './harness/workbench.js';

const fixture = fileURLToPath(new URL('../fixtures/extension/simulation', import.meta.url));

/** Two repositories in one window that nobody trusts yet. */
describe('extension: a workspace that is not trusted', function () {
  this.timeout(120_000);
  this.retries(TRIES_AGAIN);
  const parent = mkdtempSync(join(tmpdir(), 'chatops-trust-'));
  /** Written by what stands in for shellcheck. */
  const asked = join(parent, 'asked');
  let workbench: Workbench;

  before(async function () {
    needs(this, chromium, vscodeHost, packager);
    for (const name of ['one', 'two']) cpSync(fixture, join(parent, name), { recursive: true });
    const workspace = join(parent, 'both.code-workspace');
    writeFileSync(workspace, JSON.stringify({ folders: [{ path: 'one' }, { path: 'two' }] }));
    const shellcheck = join(parent, 'shellcheck');
    writeFileSync(shellcheck, `#!/bin/sh\ntouch ${asked}\necho '{"comments":[]}'\n`);
    chmodSync(shellcheck, 0o755);
    const settings = {
      'gitlabChatops.shellcheck.enabled': true,
      'gitlabChatops.shellcheck.path': shellcheck,
    };
    workbench = await Workbench.open({ workspace, workspaceTrust: true, settings });
  });
  after(async () => {
    await workbench?.close();
    rmSync(parent, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench?.screenshot(join(tmpdir(), 'chatops-failed-trust.png'));
  });

  it('is linted and not run', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'No, I don' }).click();
    await workbench.openFile('.gitlab-ci.yml');
    await page.locator('.squiggly-error, .squiggly-warning, .squiggly-info').first().waitFor();
    const lenses = page.locator('.codelens-decoration a');
    assert.equal(await lenses.filter({ hasText: 'Run from chat…' }).count(), 0);
    await workbench.focusEditor();
    await lenses.filter({ hasText: 'the folder is not trusted' }).first().click();
    const why = page.locator('.notification-toast', { hasText: 'Jobs run only in trusted folders' });
    await why.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    await workbench.screenshot(picture('extension-untrusted'));
    await workbench.runCommand('Notifications: Clear All Notifications');
    await page.keyboard.press('F1');
    await workbench.quickInput().fill('>GitLab ChatOps: ');
    // What explains is offered, what runs is not.
    await workbench.quickRow('GitLab ChatOps: ').waitFor();
    assert.equal(await workbench.quickRow('Run Job from Chat').count(), 0);
    await page.keyboard.press('Escape');
    assert.equal(existsSync(asked), false);
  });

  it('runs jobs as soon as it is trusted, of the repository that is meant', async () => {
    const { page } = workbench;
    await workbench.runCommand('Workspaces: Manage Workspace Trust');
    await page.getByRole('button', { name: 'Trust', exact: true }).click();
    await workbench.runCommand('GitLab ChatOps: Run Job from Chat');
    await page.locator('.quick-input-list', { hasText: 'two/.gitlab-ci.yml' }).waitFor();
    await workbench.pick('Run Job from Chat', 'hello');
    await page.getByRole('button', { name: 'Run on This Computer' }).click();
    await workbench.answer('Run hello from Chat', 'there');
    const reply = workbench.webview();
    await reply.locator('.command', { hasText: '/project run hello there' }).waitFor();
    await reply.locator('.status.good').waitFor();
    // Long since linted: a run takes seconds.
    assert.equal(existsSync(asked), true);
  });
});
