import assert from 'node:assert/strict';
import { type Session, startSession } from '@gitlab-chatops/executor/local/session';
import type { Fault } from '@gitlab-chatops/executor/local/slack';
import { browserSide } from '../executor/local/page/browser-side.js';
import { until } from '../executor/local/session/running.js';
import { buildBundle, cleanUp, exampleProject } from './serving.js';

/** Who posted what for everybody, the typed command aside. */
const posted = ({ slack }: Session): string[] =>
  slack.workspace
    .screen()
    .filter(({ origin }) => origin === 'web_api' || origin === 'response_url')
    .map(({ origin, text }) => `${origin}: ${text.replaceAll(slack.person.id, 'U')}`);

describe('end to end: one reply, whatever Slack does', function () {
  this.timeout(60_000);
  before(() => buildBundle());
  afterEach(cleanUp);

  /** Runs one job with failures laid on its posts; gives what stands in the channel when all is over. */
  async function run(command: string, faults: readonly Fault[], timestamps = false): Promise<string[]> {
    const session = await startSession({
      repository: exampleProject(),
      assets: await browserSide(),
      timestamps,
    });
    try {
      session.slack.faults.next('chat.postMessage', ...faults);
      let settled = false;
      session.gitlab.subscribe((event) => {
        if (event.kind === 'reply' && event.view === 'posted') settled = true;
      });
      await session.slack.type(`/project run ${command}`);
      await until(session, 'GitLab’s own notifier to be done', () => settled);
      return posted(session);
    } finally {
      await session.close();
    }
  }

  const ours = /^web_api: <@U> .*hello-world.*\nHello Ada$/s;

  for (const timestamps of [false, true]) {
    it(`posts once and keeps GitLab silent, FF_TIMESTAMPS ${timestamps}`, async () => {
      const messages = await run('hello-world Ada', [], timestamps);
      assert.equal(messages.length, 1);
      assert.match(messages[0] ?? '', ours);
    });
  }

  it('falls back to GitLab, readably, when Slack certainly refuses', async () => {
    const refusal: Fault = { kind: 'error', error: 'not_in_channel' };
    const messages = await run('hello-world Ada', [refusal, refusal, refusal]);
    assert.deepEqual(messages, ['response_url: <@U>: Hello Ada']);
  });

  it('tries again after a rate limit', async () => {
    const messages = await run('hello-world Ada', [{ kind: 'rate_limited', retryAfterSeconds: 1 }]);
    assert.equal(messages.length, 1);
    assert.match(messages[0] ?? '', ours);
  });

  for (const fault of [
    { kind: 'status', status: 500, commit: true },
    { kind: 'reset', commit: true },
    { kind: 'error', error: 'internal_error', commit: true },
  ] satisfies Fault[]) {
    it(`never posts twice when the fate is unknown: ${JSON.stringify(fault)}`, async () => {
      const messages = await run('hello-world Ada', [fault]);
      assert.equal(messages.length, 1);
      assert.match(messages[0] ?? '', ours);
    });
  }

  it('says nothing rather than twice when Slack answered with a page', async () => {
    const messages = await run('hello-world Ada', [{ kind: 'html' }]);
    assert.equal(messages.length <= 1, true);
  });

  it('answers a failed job with its output, beside GitLab’s own sentence', async () => {
    const [first = '', second = '', ...more] = (await run('fail', [])).sort().reverse();
    assert.match(first, /^web_api: .*42/);
    assert.match(second, /^response_url: <@U>: <http.*\|Sorry, the build failed!>$/);
    assert.deepEqual(more, []);
  });
});
