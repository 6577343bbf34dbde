import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openBrowser } from '../executor/local/page/running.js';
import { picture } from '../extension/harness/pictures.js';
import { chromium, needs } from '../support/needs.js';
import { buildBundle, cleanUp, exampleProject, runs, type Serving, serve } from './serving.js';

describe('end to end: the channel page over the whole loop', function () {
  this.timeout(60_000);
  let browser: Awaited<ReturnType<typeof openBrowser>> | undefined;
  let serving: Serving | undefined;
  let tab: Page;
  const errors: string[] = [];

  before(async function () {
    needs(this, chromium);
    buildBundle();
    browser = await openBrowser();
    serving = await serve(exampleProject());
    tab = await browser.context.newPage();
    tab.on('pageerror', (error) => errors.push(String(error)));
    tab.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await tab.goto(serving.url);
  });
  after(async () => {
    await browser?.close();
    cleanUp();
  });

  const articles = () => tab.getByRole('log', { name: 'Channel' }).getByRole('article');
  const log = () => tab.getByRole('region', { name: 'Job log' });
  const status = () => tab.getByRole('status');

  async function say(text: string): Promise<void> {
    await tab.getByRole('textbox', { name: 'Message' }).fill(text);
    await tab.keyboard.press('Enter');
  }

  it('lists the jobs of the repository that chat can run', async () => {
    const names = tab.getByRole('region', { name: 'How to begin' }).locator('.job .job-name');
    await names.first().waitFor();
    assert.deepEqual(await names.allTextContents(), ['hello-world', 'say', 'ls', 'deploy', 'fail', 'long']);
  });

  it('runs a job and replies in the channel: /project run hello-world Ada', async () => {
    await say('/project run hello-world Ada');
    await status().filter({ hasText: 'Passed' }).waitFor();
    const reply = articles().filter({ hasText: '@you' });
    await reply.locator('pre').waitFor();
    assert.equal(await reply.locator('pre').textContent(), 'Hello Ada');
    await log().getByText('Hello Ada', { exact: true }).waitFor();
    const theirs = tab.getByRole('region', { name: 'Replies' }).locator('.theirs');
    await theirs.getByText('Hello Ada').waitFor();
    assert.equal(await articles().count(), 2);
    await tab.screenshot({ path: picture('channel') });
  });

  it('replies with what stands between the chat_reply markers', async () => {
    await say('/project run ls');
    await status().filter({ hasText: 'Passed' }).waitFor();
    const reply = articles().filter({ hasText: '.gitlab-ci.yml' });
    await reply.locator('pre').waitFor();
    const text = (await reply.locator('pre').textContent()) ?? '';
    assert.equal(text.startsWith('total '), true);
    assert.equal(text.includes('not be shown'), false);
  });

  it('tells the exit status of a failed job, and GitLab its own sentence', async () => {
    await say('/project run fail');
    await status().filter({ hasText: 'exit status 42' }).waitFor();
    await articles().filter({ hasText: 'connection refused' }).filter({ hasText: '42' }).waitFor();
    await articles().filter({ hasText: 'Sorry, the build failed!' }).waitFor();
  });

  it('hands arguments over as they were typed, running none of them', async () => {
    const typed = `"a' $(touch pwned) \`id\` ; | 😀  x`;
    await say(`/project run hello-world ${typed}`);
    const reply = articles().filter({ hasText: 'pwned' }).filter({ hasText: '@you' });
    await reply.locator('pre').waitFor();
    assert.equal(await reply.locator('pre').textContent(), `Hello ${typed}`);
  });

  it('says to the caller alone why a command is refused', async () => {
    await say('/project run nothing');
    await articles().filter({ hasText: 'could not be scheduled' }).waitFor();
    await articles().filter({ hasText: 'Only visible to you' }).filter({ hasText: 'CHAT_JOB_' }).waitFor();
  });

  it('shows a running job live and cancels it', async () => {
    await say('/project run long 300');
    await log().getByText('$ ./bin/count').waitFor();
    await tab.getByRole('button', { name: 'Cancel', exact: true }).click();
    await status().filter({ hasText: 'Canceled' }).waitFor();
    await articles().filter({ hasText: 'long' }).filter({ hasText: '@you' }).first().waitFor();
  });

  it('ends on SIGTERM, with a job running, and leaves no process and no file', async () => {
    await say('/project run long 400');
    await log().getByText('of 400').waitFor();
    assert.equal(await serving?.stop('SIGTERM'), 0);
    assert.deepEqual(serving?.leftovers(), []);
    assert.equal(runs(serving?.temporary ?? ''), false);
    assert.equal(serving?.stderr(), '');
    await tab.getByRole('alert').filter({ hasText: 'server is gone' }).waitFor();
    // The browser itself reports the lost connection.
    assert.deepEqual(
      errors.filter((error) => !error.includes('net::ERR_')),
      [],
    );
  });
});
