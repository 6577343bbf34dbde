import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { BrowserContext, Page } from 'playwright-core';
import { chromium, needs } from '../../../support/needs.js';
import { openBrowser, runPage, stopPages, visit } from './running.js';

const ESC = '\x1b';
const start = (name: string, options = '') => `section_start:10:${name}${options}\r${ESC}[0K`;
const end = (name: string) => `section_end:72:${name}\r${ESC}[0K`;

describe('page: in a browser', () => {
  let browser: Awaited<ReturnType<typeof openBrowser>> | undefined;

  before(async function () {
    needs(this, chromium);
    browser = await openBrowser();
  });
  after(async () => browser?.close());
  afterEach(async () => {
    await Promise.all(browser?.context.pages().map((tab) => tab.close()) ?? []);
    await stopPages();
  });

  const context = (): BrowserContext => {
    assert.ok(browser);
    return browser.context;
  };
  const box = (tab: Page) => tab.getByRole('textbox', { name: 'Message' });
  const articles = (tab: Page) => tab.getByRole('log', { name: 'Channel' }).getByRole('article');
  const log = (tab: Page) => tab.getByRole('region', { name: 'Job log' });

  async function open(options: Parameters<typeof runPage>[0] = {}) {
    const running = await runPage(options);
    const { tab, errors } = await visit(context(), running.page);
    await box(tab).waitFor();
    return { ...running, tab, errors };
  }

  /** A plain web server of somebody else. */
  async function foreignServer(answer: (url: string) => { status?: number; type: string; body: string }) {
    const server = createServer((request, response) => {
      const { status = 200, type, body } = answer(request.url ?? '/');
      response.writeHead(status, { 'content-type': type }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return {
      origin: `http://127.0.0.1:${port}`,
      close() {
        server.closeAllConnections();
        server.close();
      },
    };
  }

  it('begins by saying what to type, and with the jobs chat can run', async () => {
    const { tab, errors } = await open();
    const job = tab.getByRole('button', { name: /^hello-world/ });
    await job.click();
    assert.equal(await box(tab).inputValue(), '/project run hello-world ');
    const welcome = tab.getByRole('region', { name: 'How to begin' });
    await welcome.getByText('Not from chat (1)').click();
    await welcome.getByText('Its rules want').waitFor();
    assert.equal(new URL(tab.url()).search, '');
    assert.deepEqual(errors, []);
  });

  it('sends with Enter, breaks lines with Shift+Enter, recalls with ↑', async () => {
    const { tab, slack } = await open();
    await box(tab).pressSequentially('one');
    await tab.keyboard.press('Shift+Enter');
    await box(tab).pressSequentially('two');
    await tab.keyboard.press('Enter');
    await articles(tab).first().waitFor();
    assert.equal(slack.workspace.screen()[0]?.text, 'one\ntwo');
    assert.equal(await box(tab).inputValue(), '');
    await tab.keyboard.press('ArrowUp');
    assert.equal(await box(tab).inputValue(), 'one\ntwo');
  });

  it('shows markup and mentions that a person types as the text they are', async () => {
    const { tab, errors } = await open();
    const typed = '<img src=x onerror=alert(1)> <!channel> <script>alert(1)</script> &amp; <@U1>';
    await box(tab).fill(typed);
    await tab.keyboard.press('Enter');
    const body = articles(tab).locator('.body');
    await body.waitFor();
    assert.equal(await body.textContent(), typed);
    assert.equal(await body.locator('img, script, .mention').count(), 0);
    assert.deepEqual(errors, []);
  });

  it('shows hostile job output inert, in every carrier', async () => {
    const { tab, slack, feed, errors } = await open();
    const output = '<img src=x onerror=alert(1)><script>alert(2)</script>\u202E ``` *x* <!channel>';
    const { id } = slack.channel;
    slack.workspace.post({
      channel: id,
      user: slack.app.userId,
      origin: 'web_api',
      text: 'fallback',
      blocks: [
        {
          type: 'rich_text',
          elements: [
            { type: 'rich_text_preformatted', elements: [{ type: 'text', text: output }] },
            {
              type: 'rich_text_section',
              elements: [{ type: 'link', url: 'javascript:alert(3)', text: 'click' }],
            },
          ],
        },
      ],
    });
    feed.put({ id: 1, name: output, input: output, gitlabReply: { kind: 'message', text: output } });
    feed.append(1, `${output}\n`, true);
    await articles(tab).locator('pre').waitFor();
    assert.equal(await articles(tab).locator('pre').textContent(), output);
    await log(tab).getByText('onerror').waitFor();
    assert.equal(await tab.locator('img, script:not([src]), a[href^="javascript"]').count(), 0);
    assert.deepEqual(errors, []);
  });

  it('keeps a command that was not taken, and says why', async () => {
    const { tab } = await open();
    await box(tab).fill('/project run x');
    await tab.keyboard.press('Enter');
    await tab.getByRole('alert').filter({ hasText: '/project' }).waitFor();
    assert.equal(await box(tab).inputValue(), '/project run x');
    assert.equal(await articles(tab).count(), 0);
  });

  it('marks what only the caller sees, and changes a message in place', async () => {
    const { tab, slack } = await open();
    const { workspace, channel, app, person } = slack;
    workspace.post({
      channel: channel.id,
      user: app.userId,
      origin: 'command_answer',
      text: 'hush',
      ephemeralTo: person.id,
    });
    const posted = workspace.post({
      channel: channel.id,
      user: app.userId,
      origin: 'web_api',
      text: 'running',
    });
    await articles(tab).filter({ hasText: 'Only visible to you' }).filter({ hasText: 'hush' }).waitFor();
    await articles(tab).filter({ hasText: 'running' }).waitFor();
    workspace.replace(posted, { text: 'done' }, { markEdited: false });
    await articles(tab).filter({ hasText: 'done' }).waitFor();
    assert.equal(await articles(tab).count(), 2);
  });

  it('shows a live log: colours, folds, progress in place, state and cancel', async () => {
    const { tab, feed, errors } = await open();
    feed.put({ id: 5, name: 'deploy', input: 'staging' });
    feed.append(5, `${start('a')}Title\n${ESC}[31mred${ESC}[0m plain\nloading 10%`);
    await log(tab).getByText('loading 10%').waitFor();
    feed.append(5, '\rloading 90%');
    await log(tab).getByText('loading 90%').waitFor();
    assert.equal(await log(tab).getByText('10%').count(), 0);
    assert.equal(await log(tab).locator('.fg1').textContent(), 'red');
    await tab.getByRole('button', { name: 'Cancel' }).click();
    await tab.getByRole('status').filter({ hasText: 'Running' }).waitFor();
    feed.append(
      5,
      `\n${end('a')}${start('b', '[collapsed=true]')}Hidden\ninside\n${end('b')}${ESC}[31;1mERROR${ESC}[0;m\n`,
      true,
    );
    feed.put({ id: 5, name: 'deploy', state: 'failed', exitStatus: 42 });
    await tab.getByRole('status').filter({ hasText: 'exit status 42' }).waitFor();
    assert.deepEqual(feed.canceled, [5]);
    await log(tab).getByText('01:02').first().waitFor();
    const inside = log(tab).getByText('inside');
    assert.equal(await inside.isVisible(), false);
    await log(tab).getByText('Hidden').click();
    await inside.waitFor();
    assert.equal(await tab.getByRole('button', { name: 'Cancel' }).count(), 0);
    assert.deepEqual(errors, []);
  });

  it('decodes characters that a chunk cuts', async () => {
    const { tab, feed } = await open();
    feed.put({ id: 5, name: 'x' });
    const bytes = Buffer.from('grüße 😀!\n');
    for (const byte of bytes) feed.append(5, Buffer.from([byte]));
    feed.append(5, '', true);
    await log(tab).getByText('grüße 😀!').waitFor();
  });

  it('begins a log anew when the Runner does', async () => {
    const { tab, feed } = await open();
    feed.put({ id: 5, name: 'x' });
    feed.append(5, 'first try\nhalf a li');
    await log(tab).getByText('half a li').waitFor();
    feed.restart(5);
    feed.append(5, 'second try\n', true);
    await log(tab).getByText('second try').waitFor();
    assert.equal(await log(tab).getByText('first try').count(), 0);
    assert.equal(await log(tab).getByText('half').count(), 0);
  });

  it('shows both replies side by side, and the job a message belongs to', async () => {
    const { tab, slack, feed, page } = await open();
    for (const id of [7, 8]) {
      feed.put({
        id,
        name: `job-${id}`,
        state: 'success',
        gitlabReply: { kind: 'message', text: `theirs ${id}` },
      });
      feed.append(id, `log of ${id}\n`, true);
      const text = `ours ${id}: <${page.origin}/project/-/jobs/${id}|job>`;
      slack.workspace.post({ channel: slack.channel.id, user: slack.app.userId, origin: 'web_api', text });
    }
    const replies = tab.getByRole('region', { name: 'Replies' });
    await replies.getByText('ours 8').waitFor();
    await replies.getByText('theirs 8').waitFor();
    await tab.getByRole('button', { name: 'Job #7' }).click();
    await replies.getByText('ours 7').waitFor();
    await log(tab).getByText('log of 7').waitFor();
    await tab.goto(`${page.origin}/any/project/-/jobs/7`);
    await replies.getByText('theirs 7').waitFor();
    await log(tab).getByText('log of 7').waitFor();
    await tab.goto(`${page.origin}/any/project/-/jobs/99`);
    await tab.getByText('There is no job #99').waitFor();
  });

  it('stays usable under five megabytes of log, lines or not', async () => {
    const { tab, slack, feed, errors } = await open();
    feed.put({ id: 1, name: 'lines' });
    feed.append(1, `${'x'.repeat(69)}\n`.repeat(75_000));
    feed.append(1, 'the last line\n', true);
    await log(tab).getByText('the last line').waitFor();
    assert.equal((await log(tab).locator('.line').count()) <= 5_002, true);
    await log(tab).getByText('earlier lines are not shown').waitFor();
    feed.put({ id: 2, name: 'no line' });
    feed.append(2, 'y'.repeat(5_000_000), true);
    await log(tab).getByText('4990000 more characters').waitFor();
    await box(tab).fill('still here');
    await tab.keyboard.press('Enter');
    await articles(tab).filter({ hasText: 'still here' }).waitFor();
    assert.equal(slack.workspace.screen().length, 1);
    assert.deepEqual(errors, []);
  });

  it('shows a page that opens later everything, and says when the server is gone', async () => {
    const { tab, slack, feed, page } = await open();
    await slack.type('before you came');
    feed.put({ id: 1, name: 'x' });
    const { tab: later } = await visit(context(), page);
    await articles(later).filter({ hasText: 'before you came' }).waitFor();
    await later.getByRole('status').filter({ hasText: 'Running' }).waitFor();
    await page.close();
    await tab.getByRole('alert').filter({ hasText: 'server is gone' }).waitFor();
  });

  it('is closed to a page of another port that the same browser visits', async () => {
    const { slack, feed, page } = await open();
    feed.put({ id: 1, name: 'x' });
    const foreign = await foreignServer(() => ({
      type: 'text/html',
      body: `<!doctype html><title>…</title><script type="module">
        const target = '${page.origin}';
        const attempts = [
          fetch(target + '/messages', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{"text":"a"}' }),
          fetch(target + '/messages', { method: 'POST', credentials: 'include', body: '{"text":"b"}', headers: { 'content-type': 'application/json' } }),
          fetch(target + '/jobs/1/cancel', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}' }),
          fetch(target + '/events', { credentials: 'include' }).then((r) => r.text()),
          new Promise((resolve, reject) => {
            const source = new EventSource(target + '/events', { withCredentials: true });
            source.onmessage = source.onopen = resolve;
            source.onerror = reject;
          }),
        ];
        const form = document.createElement('form');
        Object.assign(form, { method: 'post', action: target + '/messages', enctype: 'text/plain', target: 'frame' });
        form.append(Object.assign(document.createElement('input'), { name: '{"text":"c', value: '"}' }));
        const frame = Object.assign(document.createElement('iframe'), { name: 'frame' });
        document.body.append(form, frame);
        const loaded = new Promise((resolve) => { frame.onload = resolve; setTimeout(resolve, 500); });
        form.submit();
        const results = await Promise.allSettled(attempts);
        await loaded;
        document.title = results.map((r, i) => i === 0 || i === 2 ? '-' : r.status[0]).join('');
      </script><body></body>`,
    }));
    try {
      const tab = await context().newPage();
      await tab.goto(foreign.origin);
      await tab.waitForFunction(`document.title !== '…'`);
      assert.equal(await tab.title(), '-r-rr');
      assert.equal(slack.workspace.screen().length, 0);
      assert.deepEqual(feed.canceled, []);
      await tab.goto(page.origin);
      assert.equal(await tab.getByRole('textbox', { name: 'Message' }).count(), 1);
    } finally {
      foreign.close();
    }
  });

  it('can be used by keyboard alone', async () => {
    const { tab, feed } = await open();
    feed.put({ id: 1, name: 'x' });
    await tab.getByRole('button', { name: 'Cancel' }).waitFor();
    const seen = new Set<string>();
    for (let step = 0; step < 25; step += 1) {
      await tab.keyboard.press('Tab');
      const where = `document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent`;
      seen.add(String(await tab.evaluate(where)));
    }
    for (const place of ['Message', 'Channel', 'Cancel', 'Whole log', 'Send']) {
      assert.equal(seen.has(place), true, place);
    }
  });
});
