import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, needs, vscodeHost } from '../support/needs.js';
import { picture } from './harness/pictures.js';
import { windowsExtension } from './harness/staged.js';
import { TRIES_AGAIN, Workbench } from './harness/workbench.js';

const fixture = fileURLToPath(new URL('../fixtures/extension/simulation', import.meta.url));
const TASKS = [{ label: 'greet Linus', type: 'chatops', job: 'hello', problemMatcher: [] }];
const WHY = 'Jobs do not run on Windows itself';

/** The extension is told that it runs on Windows; the rest of this machine stays what it is. */
describe('extension: on Windows', function () {
  this.timeout(120_000);
  this.retries(TRIES_AGAIN);
  const parent = mkdtempSync(join(tmpdir(), 'chatops-windows-'));
  const folder = join(parent, 'project');
  let workbench: Workbench;

  before(async function () {
    needs(this, chromium, vscodeHost);
    cpSync(fixture, folder, { recursive: true });
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(join(folder, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks: TASKS }));
    const extension = await windowsExtension();
    workbench = await Workbench.open({ folder, openFile: join(folder, '.gitlab-ci.yml'), extension });
  });
  after(async () => {
    await workbench?.close();
    rmSync(parent, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench?.screenshot(join(tmpdir(), 'chatops-failed-windows.png'));
  });

  const notification = () => workbench.page.locator('.notification-toast', { hasText: WHY });

  /** What the notification offers is there; it goes away so that the next one is a new one. */
  async function isTold(): Promise<void> {
    await notification().waitFor();
    await notification().getByRole('button', { name: 'Open in WSL' }).waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
    await notification().waitFor({ state: 'hidden' });
  }

  it('lints and explains', async () => {
    const { page } = workbench;
    await workbench.focusEditor();
    await page.locator('.squiggly-error, .squiggly-warning, .squiggly-info').first().waitFor();
    const lens = workbench.lens('chat: cannot run');
    await lens.click();
    const panel = workbench.webview();
    await panel.locator('.verdict.refused').waitFor();
    await panel.getByLabel('Job').fill('hello');
    await panel.getByRole('heading', { name: 'GitLab runs hello in stage chat' }).waitFor();
    assert.equal(await panel.getByRole('button', { name: 'Run from chat' }).isVisible(), false);
    await page.locator('.tab', { hasText: 'Explain Chat Command' }).click();
    await page.keyboard.press('Control+W');
  });

  it('says above each job that it does not run there, and where it would at a click', async () => {
    await workbench.focusEditor();
    const lenses = workbench.page.locator('.codelens-decoration a');
    await lenses.filter({ hasText: 'cannot be tried here: Windows has no bash' }).first().waitFor();
    assert.equal(await lenses.filter({ hasText: 'Run from chat…' }).count(), 0);
    await lenses.filter({ hasText: 'cannot be tried here' }).first().click();
    await notification().getByRole('button', { name: 'Open in WSL' }).waitFor();
    await workbench.screenshot(picture('extension-windows'));
    await isTold();
  });

  it('says so in the view of all jobs, which offers no run', async () => {
    await workbench.page.locator('.statusbar-item', { hasText: 'Chat: ' }).click();
    const pane = workbench.page.locator('.pane', { hasText: 'Chat Jobs' });
    await pane.getByText(WHY).waitFor();
    await pane.locator('.monaco-list-row', { hasText: 'hello' }).hover();
    await pane.getByRole('button', { name: 'Explain Chat Command' }).first().waitFor();
    assert.equal(await pane.getByRole('button', { name: 'Run Job from Chat' }).count(), 0);
  });

  it('says so to the command, before it asks for a job', async () => {
    await workbench.runCommand('GitLab ChatOps: Run Job from Chat');
    await isTold();
    assert.equal(await workbench.page.locator('.quick-input-title:visible').count(), 0);
  });

  it('says so in the terminal of a task', async () => {
    await workbench.runCommand('Tasks: Run Task');
    await workbench.quickRow('greet Linus').click();
    const rows = workbench.page.locator('.terminal-wrapper.active .xterm-rows');
    await rows.getByText(WHY).waitFor();
    await isTold();
  });
});
