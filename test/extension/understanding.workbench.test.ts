import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { chromium, needs, packager, vscodeHost } from '../support/needs.js';
import { picture } from './harness/pictures.js';
import { TRIES_AGAIN, Workbench } from './harness/workbench.js';

const fixture = fileURLToPath(new URL('../fixtures/extension/understanding', import.meta.url));

/** One window for the whole suite, as a person keeps it open. */
describe('extension: reading a configuration in the workbench', function () {
  this.timeout(120_000);
  this.retries(TRIES_AGAIN);
  const parent = mkdtempSync(join(tmpdir(), 'chatops-workbench-'));
  const folder = join(parent, 'project');
  let workbench: Workbench;

  before(async function () {
    needs(this, chromium, vscodeHost, packager);
    cpSync(fixture, folder, { recursive: true });
    workbench = await Workbench.open({
      folder,
      openFile: join(folder, '.gitlab-ci.yml'),
      settings: { 'files.autoSave': 'off', 'editor.minimap.enabled': false },
    });
  });
  after(async () => {
    await workbench?.close();
    rmSync(parent, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench?.screenshot(join(tmpdir(), 'chatops-failed.png'));
  });

  const lens = (text: string | RegExp): Locator => workbench.lens(text);
  const tree = (text: string | RegExp): Locator => workbench.viewRow(text);

  const goTo = (text: string): Promise<void> => workbench.findInEditor(text);

  it('says above each job what chat can do with it', async () => {
    await workbench.focusEditor();
    await lens('chat: runs').first().waitFor();
    await lens('Run from chat…').first().waitFor();
    await lens('also runs on push').waitFor();
    await lens('chat: cannot run: ').waitFor();
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await workbench.screenshot(picture('extension-editor'));
  });

  it('counts in the status bar, and opens the view of all jobs from there', async () => {
    await workbench.page.locator('.statusbar-item', { hasText: 'Chat: 3 jobs' }).click();
    await tree('Chat can run').waitFor();
    await tree('Depends on what is typed or set').waitFor();
    await tree(/deploy.*CHAT_CHANNEL/).waitFor();
    await tree('rollback').waitFor();
    await workbench.screenshot(picture('extension-chat-jobs'));
  });

  it('folds a group, and opens the place of a job at a click', async () => {
    const { page } = workbench;
    await tree('Chat can run').click();
    await tree('greet').waitFor({ state: 'hidden' });
    await tree('Chat can run').click();
    await tree('greet').waitFor();
    await tree('rollback').click();
    await page.locator('.tab.active', { hasText: 'deploy.yml' }).waitFor();
    await page.getByText('Ln 10, Col').waitFor();
    await lens('chat: cannot run: ').waitFor();
    await page.keyboard.press('Control+W');
  });

  it('mends a finding by the keyboard alone', async () => {
    const { page } = workbench;
    await page.locator('.tab', { hasText: '.gitlab-ci.yml' }).click();
    await goTo('lookup $CHAT_INPUT');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget').getByText('Quote it').waitFor();
    await workbench.screenshot(picture('extension-quick-fix'));
    await page.keyboard.press('Enter');
    await workbench.editorText().getByText('"$CHAT_INPUT"').waitFor();
  });

  it('ignores a finding with a reason that is typed over', async () => {
    const { page } = workbench;
    await goTo('unit-tests');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget').getByText('Ignore chat-exposed here').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.locator('.action-widget .focused', { hasText: 'Ignore chat-exposed here' }).waitFor();
    await page.keyboard.press('Enter');
    await workbench.editorText().getByText('reason').waitFor();
    await page.keyboard.type('everybody may run the tests');
    await workbench.editorText().getByText('ignore[chat-exposed] everybody may run the tests').waitFor();
    await page.locator('.squiggly-warning').waitFor({ state: 'hidden' });
  });

  it('asks before it runs the job of a clicked lens', async () => {
    const { page } = workbench;
    await workbench.focusEditor();
    await lens('Run from chat…').first().click();
    await page.getByText(/^The script of [\w-]+ runs on this computer/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  it('offers the job that the cursor is in', async () => {
    const { page } = workbench;
    await goTo('make test');
    await workbench.runCommand('GitLab ChatOps: Run Job from Chat');
    await page.locator('.quick-input-list .focused', { hasText: 'unit-tests' }).waitFor();
    await page.keyboard.press('Escape');
    await workbench.focusEditor();
  });

  it('shows the resolved job on its name', async () => {
    const { page } = workbench;
    await workbench.editorText().getByText('greet', { exact: true }).hover();
    const hover = page.locator('.monaco-hover', { hasText: 'chat: runs' });
    await hover.waitFor();
    await hover.getByText('GIT_STRATEGY').waitFor();
    await workbench.screenshot(picture('extension-hover'));
    await workbench.focusEditor();
  });

  it('explains a command step by step, live', async () => {
    const { page } = workbench;
    await lens('chat: cannot run: ').click();
    const panel = workbench.webview();
    await panel.locator('.verdict.refused').waitFor();
    await panel.getByText('The command could not be scheduled').waitFor();
    await panel.locator('.steps .stopped').first().waitFor();
    await workbench.screenshot(picture('extension-explain'));
    assert.equal(await panel.getByLabel('Job').inputValue(), 'nightly');
    await panel.getByLabel('Job').fill('deploy');
    await panel.getByText('Channel, user, source, variables').click();
    await panel.getByLabel('Channel').fill('C0DEPLOYS');
    await panel.getByLabel('Arguments').fill('staging');
    await panel.getByRole('heading', { name: 'GitLab runs deploy in stage deploy' }).waitFor();
    await workbench.screenshot(picture('extension-explain-runs'));
    await panel.getByLabel('Channel').fill('C0OTHER');
    await panel.locator('.verdict.refused').waitFor();
    await panel.locator('mark', { hasText: '$CHAT_CHANNEL == "C0DEPLOYS"' }).waitFor();
    await panel.locator('.verdict .link').click();
    await page.locator('.tab.active', { hasText: 'deploy.yml' }).waitFor();
    await panel.getByLabel('Pipeline source').selectOption('schedule');
    await panel.getByLabel('Job').fill('nightly');
    await panel.getByRole('heading', { name: 'A schedule pipeline runs nightly' }).waitFor();
  });

  it('completes CHAT_* variables', async () => {
    const { page } = workbench;
    await page.locator('.tab', { hasText: 'Explain Chat Command' }).click();
    await page.keyboard.press('Control+W');
    await page.locator('.tab', { hasText: '.gitlab-ci.yml' }).click();
    await goTo('make test');
    await page.keyboard.press('End');
    await page.keyboard.type(' $CH');
    const widget = page.locator('.suggest-widget.visible');
    await widget.getByText('CHAT_INPUT').first().waitFor();
    await workbench.screenshot(picture('extension-completion'));
    await page.keyboard.press('Enter');
    await page.locator('.view-line', { hasText: 'make test "$CHAT_INPUT"' }).waitFor();
  });

  it('leaves no error on the console', () => {
    assert.deepEqual(workbench.errors, []);
  });
});
