import assert from 'node:assert/strict';
import type { Fault } from '@gitlab-chatops/executor/local/slack';
import { runSlack, stopSlacks } from './running.js';

const codeOf = (error: unknown): unknown => Reflect.get(Object(error), 'code');

describe('local Slack: failures laid on the next call', () => {
  afterEach(stopSlacks);

  const cases: readonly { fault: Fault; code: unknown; committed: number }[] = [
    { fault: { kind: 'status', status: 500 }, code: 'slack_webapi_http_error', committed: 0 },
    { fault: { kind: 'status', status: 503, commit: true }, code: 'slack_webapi_http_error', committed: 1 },
    {
      fault: { kind: 'rate_limited', retryAfterSeconds: 7 },
      code: 'slack_webapi_rate_limited_error',
      committed: 0,
    },
    {
      fault: { kind: 'error', error: 'internal_error', commit: true },
      code: 'slack_webapi_platform_error',
      committed: 1,
    },
    { fault: { kind: 'html' }, code: 'slack_webapi_platform_error', committed: 0 },
    { fault: { kind: 'reset' }, code: 'slack_webapi_request_error', committed: 0 },
    { fault: { kind: 'reset', commit: true }, code: 'slack_webapi_request_error', committed: 1 },
    { fault: { kind: 'hang', commit: true }, code: 'slack_webapi_request_error', committed: 1 },
  ];

  for (const { fault, code, committed } of cases) {
    it(`${JSON.stringify(fault)}: ${committed} posted, the sender sees ${code}`, async () => {
      const { slack, client } = await runSlack();
      slack.faults.next('chat.postMessage', fault);
      const post = () => client.chat.postMessage({ channel: slack.channel.id, text: 'x' });
      const error = await post().catch((reason: unknown) => reason);
      assert.equal(codeOf(error), code);
      assert.equal(slack.workspace.screen().length, committed);
      await post();
      assert.equal(slack.workspace.screen().length, committed + 1);
    });
  }

  it('a late answer is still the answer', async () => {
    const { slack, client } = await runSlack();
    slack.faults.next('chat.postMessage', { kind: 'delay', ms: 20 });
    assert.equal((await client.chat.postMessage({ channel: slack.channel.id, text: 'x' })).ok, true);
  });

  it('waits for its target and keeps the order', async () => {
    const { slack, client } = await runSlack();
    slack.faults.next('chat.postMessage', { kind: 'status', status: 500 }, { kind: 'reset' });
    await client.auth.test();
    const codes: unknown[] = [];
    for (const _ of [1, 2]) {
      await client.chat
        .postMessage({ channel: slack.channel.id, text: 'x' })
        .catch((error: unknown) => codes.push(codeOf(error)));
    }
    assert.deepEqual(codes, ['slack_webapi_http_error', 'slack_webapi_request_error']);
  });
});
