import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameLocator } from 'playwright-core';
import { chromium, needs, packager, vscodeHost } from '../support/needs.js';
import { JobRuns, textOf } from './harness/job-runs.js';
import { TRIES_AGAIN, Workbench } from './harness/workbench.js';

const fixture = fileURLToPath(new URL('../fixtures/extension/simulation', import.meta.url));

/** As a team would check them in. */
const TASKS = [
  { label: 'greet Linus', type: 'chatops', job: 'hello', arguments: 'Linus', problemMatcher: [] },
  { label: 'break it', type: 'chatops', job: 'breaks', problemMatcher: [] },
];

/** One window for the whole suite, as a person keeps it open; each test runs other jobs. */
describe('extension: running jobs in the workbench', function () {
  this.timeout(120_000);
  this.retries(TRIES_AGAIN);
  const parent = mkdtempSync(join(tmpdir(), 'chatops-workbench-'));
  const folder = join(parent, 'project');
  let workbench: Workbench;
  let reply: FrameLocator;
  let runs: JobRuns;

  before(async function () {
    needs(this, chromium, vscodeHost, packager);
    cpSync(fixture, folder, { recursive: true });
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(join(folder, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks: TASKS }));
    workbench = await Workbench.open({ folder, openFile: join(folder, '.gitlab-ci.yml') });
    runs = new JobRuns(workbench);
    reply = runs.panel;
  });
  after(async () => {
    await workbench?.close();
    rmSync(parent, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench?.screenshot(join(tmpdir(), 'chatops-failed-simulation.png'));
  });

  const run = (job: string, input: string): Promise<void> => runs.run(job, input);
  const ended = (kind: 'good' | 'bad' | 'quiet', timeout?: number): Promise<void> =>
    runs.ended(kind, timeout);

  it('says plainly that the script runs on this computer, and runs nothing without a yes', async () => {
    const { page } = workbench;
    await workbench.runCommand('GitLab ChatOps: Run Job from Chat');
    await workbench.pick('Run Job from Chat', 'hello');
    await page.getByText('The script of hello runs on this computer.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await page.locator('iframe.webview').count(), 0);

    await workbench.runCommand('GitLab ChatOps: Run Job from Chat');
    await workbench.pick('Run Job from Chat', 'hello');
    await page.getByRole('button', { name: 'Run on This Computer' }).click();
    await workbench.answer('Run hello from Chat', 'Ada');
    await ended('good');
  });

  it('shows both replies as Slack does, and what travels one click away', async () => {
    assert.match(await runs.ours(), /@you.*hello succeeded[\s\S]*Hello Ada from ULOCALYOU in CLOCALCHAT/);
    assert.match(await runs.theirs(), /@you: [\s\S]*Hello Ada from/);
    await reply.locator('.ours summary').click();
    const json = JSON.parse(await textOf(reply.locator('.ours .json pre')));
    assert.equal(json.blocks.at(-1).type, 'rich_text');
  });

  it('shows the log in a terminal, sections folded when they are over', async () => {
    const rows = runs.terminal();
    await rows.getByText('Hello Ada from ULOCALYOU').waitFor();
    await rows.getByText('▸ Preparing environment').waitFor();
    await workbench.page.locator('.terminal-wrapper.active textarea').focus();
    await workbench.page.keyboard.type('f');
    await rows.getByText('▸ Executing "step_script"').waitFor();
    assert.equal(await rows.getByText('Hello Ada from ULOCALYOU').count(), 0);
  });

  it('shows a failed job with its exit status, its last lines and the line of GitLab', async () => {
    await run('breaks', '');
    await ended('bad');
    assert.match(await textOf(reply.locator('.status')), /exit status 42/);
    assert.match(await runs.ours(), /connection refused/);
    assert.match(await runs.theirs(), /Sorry, the build failed!/);
  });

  it('shows what GitLab would answer to a job that chat cannot run, and the line that decides', async () => {
    await run('only-pushes', '');
    await ended('bad');
    const channel = reply.locator('.channel');
    await channel.getByText('The command could not be scheduled').waitFor();
    await channel.getByRole('button', { name: '.gitlab-ci.yml:' }).click();
    await workbench.page.getByText('Ln 25, Col').waitFor();
  });

  it('runs unsaved text', async () => {
    await workbench.page.locator('.tab', { hasText: '.gitlab-ci.yml' }).click();
    await workbench.replaceInEditor('Hello $CHAT_INPUT', 'Unsaved $CHAT_INPUT');
    await run('hello', 'Grace');
    await ended('good');
    assert.match(await runs.ours(), /Unsaved Grace/);
  });

  it('runs again when a file is saved', async () => {
    await reply.getByLabel('Run on save').check();
    await workbench.page.locator('.tab', { hasText: '.gitlab-ci.yml' }).click();
    await workbench.replaceInEditor('Unsaved $CHAT_INPUT', 'Saved $CHAT_INPUT');
    await workbench.page.keyboard.press('Control+S');
    await reply.locator('.ours', { hasText: 'Saved Grace' }).waitFor();
    await reply.getByLabel('Run on save').uncheck();
  });

  it('keeps the keyboard and what was opened in the panel while it is drawn anew', async () => {
    const { keyboard } = workbench.page;
    await reply.locator('.theirs summary').click();
    await reply.locator('.theirs details[open]').waitFor();
    await reply.getByRole('button', { name: 'Run Again' }).focus();
    await keyboard.press('Enter');
    await reply.getByRole('button', { name: 'Cancel' }).waitFor();
    await ended('good');
    await reply.locator('button:focus', { hasText: 'Run Again' }).waitFor();
    await reply.locator('[role=status]', { hasText: 'succeeded' }).waitFor({ state: 'attached' });
    assert.equal(await reply.locator('html').getAttribute('lang'), 'en');
  });

  it('cancels', async () => {
    await run('slow', '');
    await workbench.page
      .locator('.terminal-wrapper.active .xterm-rows')
      .getByText('started', { exact: true })
      .waitFor();
    await reply.getByRole('button', { name: 'Cancel' }).click();
    // Long before the half minute in which a Runner says that a silent job is alive.
    await ended('quiet', 15_000);
    assert.match(await runs.theirs(), /Sorry, the build failed!/);
  });

  it('gives jobs variables, keeps secrets secret, and remembers both', async () => {
    const { page } = workbench;
    const edit = 'GitLab ChatOps: Edit Channel, User and Variables for Runs';
    await workbench.runCommandAndPick(edit, 'What Jobs Run With', 'Channel');
    await workbench.answer('Channel', 'C0DEPLOYS deploys');
    await workbench.quickRow('deploys (C0DEPLOYS)').waitFor();
    await workbench.pick('What Jobs Run With', 'Add Secret Variable');
    await workbench.answer('Secret Variable', 'DEPLOY_TOKEN');
    await workbench.answer('Secret Variable: DEPLOY_TOKEN', 's3cret-value');
    await workbench.quickRow('DEPLOY_TOKEN').waitFor();
    await page.keyboard.press('Escape');
    await run('prints-secret', '');
    await ended('good');
    await reply.getByText('# deploys').waitFor();
    assert.match(await runs.ours(), /token \[MASKED\]/);
    assert.equal((await textOf(reply.locator('body'))).includes('s3cret'), false);
  });

  it('puts what a run found on the job, until the job is changed', async () => {
    await reply.locator('.found', { hasText: 'CHAT_RUN_SECRET_PRINTED' }).waitFor();
    await run('empty-reply', '');
    await reply.locator('.found', { hasText: 'CHAT_RUN_REPLY_EMPTY' }).waitFor();
    await workbench.runCommand('View: Focus Problems');
    const problems = workbench.page.locator('.markers-panel');
    await problems.getByText('CHAT_RUN_REPLY_EMPTY').waitFor();
    await problems.getByText('CHAT_RUN_SECRET_PRINTED').waitFor();
    await workbench.page.locator('.tab', { hasText: '.gitlab-ci.yml' }).click();
    await workbench.replaceInEditor('token $DEPLOY_TOKEN', 'no token');
    await problems.getByText('CHAT_RUN_SECRET_PRINTED').waitFor({ state: 'hidden' });
    await problems.getByText('CHAT_RUN_REPLY_EMPTY').waitFor();
  });

  it('shows hostile output as the text it is', async () => {
    await run('hostile', '');
    await ended('good');
    assert.match(await runs.ours(), /<img src=x onerror="document.title=1">/);
    assert.equal(await reply.locator('img').count(), 0);
    assert.match(await runs.theirs(), /@channel/);
  });

  it('can be used by the palette alone', async () => {
    const { page } = workbench;
    await page.locator('.tab', { hasText: 'Chat Reply' }).locator('.codicon-close').click();
    await page.locator('iframe.webview').waitFor({ state: 'hidden' });
    await workbench.runCommand('GitLab ChatOps: Show Chat Reply');
    await reply.locator('.command', { hasText: 'run hostile' }).waitFor();
    await workbench.runCommand('GitLab ChatOps: Toggle Run Last Job on Save');
    await reply.locator('input:checked').waitFor();
    await workbench.runCommand('GitLab ChatOps: Toggle Run Last Job on Save');
    await reply.locator('input:not(:checked)').waitFor();
    await run('slow', '');
    await workbench.runCommand('GitLab ChatOps: Cancel Running Job');
    await ended('quiet', 15_000);
    await workbench.runCommand('GitLab ChatOps: Run Last Job Again');
    await reply.locator('.status.running').waitFor();
    await workbench.runCommand('GitLab ChatOps: Cancel Running Job');
    await ended('quiet', 15_000);
  });

  it('offers jobs as tasks', async () => {
    await workbench.runCommand('Tasks: Run Task');
    await workbench.quickRow('chatops').click();
    await workbench.quickRow('hello').click();
    await reply.locator('.command', { hasText: 'run hello' }).waitFor();
    await ended('good');
  });

  it('runs the tasks of tasks.json with their arguments, and ends them as the job ends', async () => {
    const task = async (label: string): Promise<void> => {
      await workbench.runCommand('Tasks: Run Task');
      await workbench.quickRow(label).click();
    };
    await task('greet Linus');
    await reply.locator('.ours', { hasText: 'Linus' }).waitFor({ timeout: 30_000 });
    await task('break it');
    await ended('bad');
    const rows = runs.terminal();
    await rows.getByText('exit code: 1').first().waitFor();
  });
});
