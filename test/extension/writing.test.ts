import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { chromium, needs, packager, vscodeHost } from '../support/needs.js';
import { picture } from './harness/pictures.js';
import { assertSealed } from './harness/sealed.js';
import { TRIES_AGAIN, Workbench } from './harness/workbench.js';

/** A name that would be a link, a picture and an icon where somebody took it for markup. */
const HOSTILE = '[x](command:workbench.action.closeAllEditors)<b>$(trash)';
const CONFIG = `include: ci/more.yml
stages: [test]
elsewhere:
  extends: .chat
  rules: [{ if: $CI_PIPELINE_SOURCE == "chat", exists: { paths: [x], project: acme/other } }]
"${HOSTILE}":
  extends: .chat
  script: [make]
wrong:
  extends: .chat
  script:
    - echo "$CHAT_INPUT"
    - echo done
# the end

`;
const MORE = `.chat:
  stage: test
  rules: [{ if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH }]
  script: [./bin/run]
`;

/** One window for the whole suite, as a person writes in it. */
describe('extension: writing chat jobs in the workbench', function () {
  this.timeout(120_000);
  this.retries(TRIES_AGAIN);
  const folder = mkdtempSync(join(tmpdir(), 'chatops-writing-'));
  let workbench: Workbench;

  before(async function () {
    needs(this, chromium, vscodeHost, packager);
    mkdirSync(join(folder, 'ci'));
    writeFileSync(join(folder, '.gitlab-ci.yml'), CONFIG);
    writeFileSync(join(folder, 'ci/more.yml'), MORE);
    workbench = await Workbench.open({
      folder,
      openFile: join(folder, '.gitlab-ci.yml'),
      settings: { 'files.autoSave': 'off', 'editor.minimap.enabled': false },
    });
  });
  after(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench?.screenshot(join(tmpdir(), 'chatops-failed-writing.png'));
  });

  const lens = (text: string | RegExp): Locator => workbench.lens(text);
  const problem = (text: string): Locator =>
    workbench.page.locator('.markers-panel .monaco-list-row', { hasText: text });

  it('shows a problem with the place in the included file that it is about, a click away', async () => {
    await workbench.focusEditor();
    await workbench.runCommand('View: Focus Problems');
    await problem('chat-never-runs').first().waitFor();
    const related = problem('more.yml').filter({ hasText: 'Ln 3' }).first();
    await related.waitFor();
    await workbench.screenshot(picture('extension-related'));
    await related.dblclick();
    await workbench.page.locator('.tab.active', { hasText: 'more.yml' }).waitFor();
    await workbench.page.getByText(/^Ln 3, Col/).waitFor();
  });

  it('lints again while one types, in the included file for both', async () => {
    await workbench.focusEditor();
    await workbench.replaceInEditor('push', 'chat');
    await problem('chat-never-runs').first().waitFor({ state: 'hidden' });
    await workbench.page.keyboard.press('Control+S');
    await workbench.page.locator('.tab', { hasText: '.gitlab-ci.yml' }).click();
    await lens('chat: runs').first().waitFor();
    await workbench.focusEditor();
    await workbench.replaceInEditor('"$CHAT_INPUT"', '$CHAT_INPUT');
    await problem('chat-input-unquoted').first().waitFor();
    await workbench.page.locator('.squiggly-warning').first().waitFor();
  });

  it('mends everything that is safe from the palette', async () => {
    await workbench.runCommand('GitLab ChatOps: Fix All Safe Problems');
    await workbench.editorText().getByText('"$CHAT_INPUT"').waitFor();
    await problem('chat-input-unquoted').first().waitFor({ state: 'hidden' });
  });

  it('goes to the definition of what extends names, and of what include names', async () => {
    const { page } = workbench;
    await page.keyboard.press('Control+J');
    await workbench.findInEditor('.chat');
    await page.keyboard.press('F12');
    await page.locator('.tab.active', { hasText: 'more.yml' }).waitFor();
    await page.getByText('Ln 1, Col 1', { exact: true }).waitFor();
    await page.locator('.tab', { hasText: '.gitlab-ci.yml' }).click();
    await workbench.findInEditor('ci/more.yml');
    await page.keyboard.press('F12');
    await page.locator('.tab.active', { hasText: 'more.yml' }).waitFor();
    await page.keyboard.press('Control+W');
  });

  it('writes a whole job, and its reply section, from two words', async () => {
    const { page } = workbench;
    await page.locator('.tab', { hasText: '.gitlab-ci.yml' }).click();
    await workbench.focusEditor();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('chat-j');
    await page.locator('.suggest-widget.visible').getByText('chat-job').first().waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('restart');
    await page.keyboard.press('Tab');
    await page.keyboard.type('chat_r');
    await page.locator('.suggest-widget.visible').getByText('chat_reply').first().waitFor();
    await page.keyboard.press('Enter');
    await workbench.editorText().getByText('section_end').first().waitFor();
    await page.keyboard.press('Escape');
    const rows = page.locator('.pane-body .monaco-list-row');
    await page.locator('.statusbar-item', { hasText: 'Chat: ' }).click();
    await rows.filter({ hasText: 'restart' }).waitFor();
    await workbench.screenshot(picture('extension-snippet'));
  });

  it('lists what is not known here, and shows names as the text they are', async () => {
    const { page } = workbench;
    const rows = page.locator('.pane-body .monaco-list-row');
    await rows.filter({ hasText: /^Not known here/ }).waitFor();
    await rows.filter({ hasText: 'elsewhere' }).waitFor();
    const hostile = rows.filter({ hasText: '[x](command:' });
    await hostile.getByText('<b>').first().waitFor();
    assert.equal(await hostile.locator('a[href], b, .codicon-trash').count(), 0);
    await hostile.click();
    await workbench.focusEditor();
    await lens(/^chat: not known/)
      .first()
      .waitFor();
    await workbench.editorText().getByText('[x](command:').first().hover();
    const hover = page.locator('.monaco-hover', { hasText: 'chat: runs' });
    await hover.getByText('[x](command:').first().waitFor();
    assert.equal(await hover.locator('a[data-href^="command:"], b, .codicon-trash').count(), 0);
    await workbench.screenshot(picture('extension-hostile-name'));
    await workbench.focusEditor();
    await workbench.runCommand('GitLab ChatOps: Run Job from Chat');
    const row = workbench.quickRow('[x](command:');
    await row.waitFor();
    assert.equal(await row.locator('.codicon-trash').count(), 0);
    await row.click();
    await page.locator('.monaco-dialog-box', { hasText: '[x](command:' }).waitFor();
    assert.equal(await page.locator('.monaco-dialog-box').locator('a[href], b, .codicon-trash').count(), 0);
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  it('explains in a panel that runs and loads nothing but its own', async () => {
    await workbench.focusEditor();
    await lens(/^chat: not known/)
      .first()
      .click();
    const panel = workbench.webview();
    await panel.locator('.verdict.unknown').waitFor();
    await workbench.screenshot(picture('extension-explain-unknown'));
    await panel.getByLabel('Job').fill(HOSTILE);
    await panel.getByRole('heading', { name: '[x](command:' }).waitFor();
    assert.equal(await panel.locator('h1 b, h2 b, a[href^="command:"]').count(), 0);
    await assertSealed(panel);
  });

  it('opens a walkthrough whose steps can be done', async () => {
    const { page } = workbench;
    const jobs = page.locator('.pane', { hasText: 'Chat can run' }).first();
    await workbench.runCommand('View: Close Primary Side Bar');
    await jobs.waitFor({ state: 'hidden' });
    await workbench.runCommand('Welcome: Open Walkthrough');
    await workbench.quickRow('GitLab ChatOps').or(workbench.quickRow('Try a chat job')).first().click();
    const walkthrough = page.locator('.gettingStartedContainer');
    await walkthrough.getByText('See what chat can reach').first().waitFor();
    await walkthrough.locator('svg, img, webview, iframe').first().waitFor();
    await workbench.screenshot(picture('extension-walkthrough'));
    await workbench.until(
      () => walkthrough.getByRole('button', { name: 'Show the Chat Jobs' }).click(),
      jobs,
    );
  });
});
