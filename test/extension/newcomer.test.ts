import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameLocator, Locator } from 'playwright-core';
import { chromium, needs, packager, vscodeHost } from '../support/needs.js';
import { picture } from './harness/pictures.js';
import { Workbench } from './harness/workbench.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

/** The steps of docs/newcomer.md, in its order, with its pictures: CHATOPS_IMAGES=docs/images takes them anew. */
describe('extension: the first ten minutes, from the VSIX', function () {
  this.timeout(60_000);
  this.bail(true);
  const parent = mkdtempSync(join(tmpdir(), 'chatops-newcomer-'));
  const folder = join(parent, 'examples');
  let workbench: Workbench;
  let reply: FrameLocator;

  const shot = (name: string): Promise<void> => workbench.screenshot(picture(`newcomer-${name}`));
  const job = (name: string): Locator => workbench.viewRow(name);
  const line = (text: string): Locator => workbench.editorText().getByText(text, { exact: true }).first();
  const ended = (): Promise<void> => reply.locator('.status.good').waitFor({ timeout: 30_000 });
  const textOf = async (place: Locator): Promise<string> => (await place.textContent()) ?? '';

  before(async function () {
    needs(this, chromium, vscodeHost, packager);
    cpSync(examples, folder, { recursive: true });
  });
  after(async () => {
    await workbench?.close();
    rmSync(parent, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench?.screenshot(join(tmpdir(), 'chatops-failed-newcomer.png'));
  });

  it('packages and installs the extension, and opens the folder', async () => {
    const settings = { 'editor.minimap.enabled': false, 'files.autoSave': 'off' };
    workbench = await Workbench.open({ folder, workspaceTrust: true, settings });
    reply = workbench.webview();
  });

  it('trusts the folder', async () => {
    const yes = workbench.page.getByRole('button', { name: 'Yes, I trust the authors' });
    await yes.waitFor();
    await yes.click();
    await yes.waitFor({ state: 'hidden' });
    await workbench.page.locator('.statusbar-item', { hasText: 'Chat: 6 jobs' }).waitFor();
  });

  it('opens the walkthrough, which leads to the Chat Jobs view', async () => {
    const { page } = workbench;
    await workbench.runCommand('Welcome: Open Walkthrough');
    await workbench.quickRow('Try a chat job').click();
    const steps = page.locator('.getting-started-step');
    await steps.filter({ hasText: 'Mend a hazard' }).waitFor();
    const drawing = page
      .locator('iframe.webview')
      .contentFrame()
      .locator('iframe#active-frame')
      .contentFrame();
    await drawing.getByText('chat: runs | Run from chat…').waitFor();
    await shot('1-walkthrough');
    await page.getByRole('button', { name: 'Show the Chat Jobs' }).click();
    await job('hello-world').waitFor();
  });

  it('opens a job from the view and sees what is wrong with it', async () => {
    await job('say').click();
    await workbench.page.locator('.squiggly-warning').waitFor();
    await workbench.lens('Run from chat…').first().waitFor();
    await line('stages').or(line('say')).last().click();
    await shot('2-jobs');
  });

  it('runs the flawed job: agrees once, types, reads the reply', async () => {
    const { page } = workbench;
    const above = page.locator('.codelens-decoration', { hasText: 'Run from chat…' });
    await above.nth(1).locator('a', { hasText: 'Run from chat…' }).click();
    await page.getByText('The script of say runs on this computer.').waitFor();
    await shot('3-agree');
    await page.keyboard.press('Enter');
    const box = workbench.quickInput();
    await box.waitFor();
    assert.match((await box.getAttribute('placeholder')) ?? '', /2 \* 3/);
    await page.keyboard.type('2 * 3');
    await shot('4-arguments');
    await page.keyboard.press('Enter');
    await ended();
    assert.match(await textOf(reply.locator('.ours')), /You said 2 .*README\.md.* 3/);
    await page.locator('.terminal-wrapper.active .xterm-rows').getByText('Job succeeded').waitFor();
    await shot('5-flawed');
  });

  it('mends it with two keys', async () => {
    const { page } = workbench;
    await line('say').click();
    await page.keyboard.press('F8');
    await page.getByText(/1 of \d+ problems/).waitFor();
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .focused', { hasText: 'Quote it: "$CHAT_INPUT"' }).waitFor();
    await shot('6-fix');
    await page.keyboard.press('Enter');
    await workbench.editorText().getByText('"$CHAT_INPUT"').waitFor();
    await page.locator('.squiggly-warning').waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
  });

  it('runs it again, unsaved as it is, and reads both replies', async () => {
    await reply.getByRole('button', { name: 'Run Again' }).click();
    await reply.locator('.ours', { hasText: 'You said 2 * 3' }).waitFor({ timeout: 30_000 });
    await ended();
    assert.match(await textOf(reply.locator('.theirs')), /You said 2 \* 3/);
    await workbench.page.keyboard.press('Control+B');
    await shot('7-replies');
  });

  it('leaves no error on the console', () => {
    assert.deepEqual(workbench.errors, []);
  });
});
