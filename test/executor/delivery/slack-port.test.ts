import assert from 'node:assert/strict';
import { type Clock, createSlackPort } from '@gitlab-chatops/executor/delivery';
import type { DeliveryOutcome, ReplyMessage } from '@gitlab-chatops/shared/reply';
import { type Behaviour, SlackServer } from './slack-server.js';

const TOKEN = 'xoxb-not-a-token-0123456789';

const message: ReplyMessage = {
  callerId: 'U0123ABCD',
  job: { id: 12, name: 'deploy', url: 'https://gitlab.example.com/acme/ops/-/jobs/12' },
  outcome: 'success',
  source: 'output',
  body: 'the-body-of-the-reply',
};

/** Time passes only by sleeping, and by `jumps`: so much after each look at the clock. */
class TestClock implements Clock {
  readonly slept: number[] = [];
  #now = 0;
  readonly #jumps: number[];

  constructor(...jumps: number[]) {
    this.#jumps = jumps;
  }

  now(): number {
    const shown = this.#now;
    this.#now += this.#jumps.shift() ?? 0;
    return shown;
  }

  async sleep(ms: number): Promise<void> {
    this.slept.push(ms);
    this.#now += ms;
  }
}

describe('delivery: a post to Slack', () => {
  let slack: SlackServer;
  beforeEach(async () => {
    slack = await SlackServer.start();
  });
  afterEach(() => slack.close());

  const port = (clock: Clock = new TestClock(), apiUrl = slack.apiUrl) =>
    createSlackPort({
      token: TOKEN,
      channel: 'C1',
      pipelineId: 77,
      slack: { apiUrl },
      environment: {},
      clock,
    });
  const summary = (outcome: DeliveryOutcome) =>
    outcome.kind === 'sent' ? 'sent' : `${outcome.kind} ${outcome.code}`;

  it('is one call, with everything Slack must know and nothing it should do by itself', async () => {
    const outcome = await port().post(message);
    assert.deepEqual(outcome, { kind: 'sent', channel: 'C1', ts: '1700000000.000001' });
    const [call, ...more] = slack.calls;
    assert.equal(more.length, 0);
    assert.equal(call?.path, '/api/chat.postMessage');
    assert.equal(call?.headers.authorization, `Bearer ${TOKEN}`);
    const form = Object.fromEntries(call?.form ?? []);
    assert.equal(form.channel, 'C1');
    assert.equal(form.unfurl_links, 'false');
    assert.equal(form.unfurl_media, 'false');
    assert.match(form.text ?? '', /^<@U0123ABCD> .*deploy/);
    assert.deepEqual(
      JSON.parse(form.blocks ?? '').map(({ type }: { type: string }) => type),
      ['section', 'rich_text'],
    );
    assert.deepEqual(JSON.parse(form.metadata ?? ''), {
      event_type: 'gitlab_chatops_reply',
      event_payload: { job_id: 12, pipeline_id: 77, job_name: 'deploy' },
    });
  });

  it('is corrected in place', async () => {
    const posted = { channel: 'C1', ts: '1700000000.000009' };
    assert.deepEqual(await port().update(posted, { ...message, outcome: 'canceled' }), {
      kind: 'sent',
      ...posted,
    });
    assert.equal(slack.calls[0]?.path, '/api/chat.update');
    assert.equal(slack.calls[0]?.form.get('ts'), posted.ts);
  });

  interface Case {
    readonly behaviours: readonly Behaviour[];
    readonly outcome: string;
    readonly calls: number;
    /** Messages in the channel afterwards. */
    readonly posted: number;
    readonly slept?: readonly number[];
  }
  const html = '<html><body>Sign in to the-hotel</body></html>';
  const cases: Readonly<Record<string, Case>> = {
    '429 is waited for': {
      behaviours: [{ kind: 'status', status: 429, headers: { 'Retry-After': '3' } }],
      outcome: 'sent',
      calls: 2,
      posted: 1,
      slept: [3000],
    },
    '429 that asks for more than the budget': {
      behaviours: [{ kind: 'status', status: 429, headers: { 'Retry-After': '30' } }],
      outcome: 'failed SLACK_RATE_LIMITED',
      calls: 1,
      posted: 0,
    },
    '429 without a time': {
      behaviours: [{ kind: 'status', status: 429, body: html }],
      outcome: 'sent',
      calls: 2,
      posted: 1,
      slept: [1000],
    },
    'ratelimited in a 200': {
      behaviours: [{ kind: 'error', error: 'ratelimited' }],
      outcome: 'sent',
      calls: 2,
      posted: 1,
      slept: [1000],
    },
    '500 may have posted': {
      behaviours: [{ kind: 'status', status: 500, body: 'oops', commit: true }],
      outcome: 'ambiguous SLACK_SERVER_ERROR',
      calls: 1,
      posted: 1,
    },
    '503 too': {
      behaviours: [{ kind: 'status', status: 503 }],
      outcome: 'ambiguous SLACK_SERVER_ERROR',
      calls: 1,
      posted: 0,
    },
    internal_error: {
      behaviours: [{ kind: 'error', error: 'internal_error' }],
      outcome: 'ambiguous SLACK_SERVER_ERROR',
      calls: 1,
      posted: 0,
    },
    'a page in place of an answer': {
      behaviours: [{ kind: 'status', status: 200, headers: { 'Content-Type': 'text/html' }, body: html }],
      outcome: 'ambiguous SLACK_NOT_SLACK',
      calls: 1,
      posted: 0,
    },
    'an empty answer': {
      behaviours: [{ kind: 'status', status: 200 }],
      outcome: 'ambiguous SLACK_NOT_SLACK',
      calls: 1,
      posted: 0,
    },
    'JSON that is not Slack’s': {
      behaviours: [{ kind: 'status', status: 200, body: '{"ok":true}' }],
      outcome: 'ambiguous SLACK_NOT_SLACK',
      calls: 1,
      posted: 0,
    },
    'a redirect is not followed': {
      behaviours: [{ kind: 'status', status: 302, headers: { Location: 'http://127.0.0.1:1/' } }],
      outcome: 'failed SLACK_NOT_SLACK',
      calls: 1,
      posted: 0,
    },
    'a proxy’s 404': {
      behaviours: [{ kind: 'status', status: 404, body: html }],
      outcome: 'failed SLACK_NOT_SLACK',
      calls: 1,
      posted: 0,
    },
    '407 of a proxy': {
      behaviours: [{ kind: 'status', status: 407 }],
      outcome: 'failed SLACK_PROXY',
      calls: 1,
      posted: 0,
    },
    '408': {
      behaviours: [{ kind: 'status', status: 408 }],
      outcome: 'ambiguous SLACK_TIMEOUT',
      calls: 1,
      posted: 0,
    },
    'a reset after the commit': {
      behaviours: [{ kind: 'reset', commit: true }],
      outcome: 'ambiguous SLACK_CONNECTION_LOST',
      calls: 1,
      posted: 1,
    },
    'half an answer': {
      behaviours: [{ kind: 'half', commit: true }],
      outcome: 'ambiguous SLACK_CONNECTION_LOST',
      calls: 1,
      posted: 1,
    },
    service_unavailable: {
      behaviours: [
        { kind: 'error', error: 'service_unavailable' },
        { kind: 'error', error: 'request_timeout' },
      ],
      outcome: 'sent',
      calls: 3,
      posted: 1,
      slept: [250, 500],
    },
    'blocks refused: the simple form': {
      behaviours: [{ kind: 'error', error: 'invalid_blocks' }],
      outcome: 'sent',
      calls: 2,
      posted: 1,
    },
    'simple form refused too': {
      behaviours: [
        { kind: 'error', error: 'msg_blocks_too_long' },
        { kind: 'error', error: 'no_text' },
      ],
      outcome: 'failed SLACK_PAYLOAD',
      calls: 2,
      posted: 0,
    },
    invalid_auth: {
      behaviours: [{ kind: 'error', error: 'invalid_auth' }],
      outcome: 'failed SLACK_TOKEN',
      calls: 1,
      posted: 0,
    },
    missing_scope: {
      behaviours: [
        { kind: 'error', error: 'missing_scope', extra: { needed: 'chat:write', provided: 'commands' } },
      ],
      outcome: 'failed SLACK_SCOPE',
      calls: 1,
      posted: 0,
    },
    channel_not_found: {
      behaviours: [{ kind: 'error', error: 'channel_not_found' }],
      outcome: 'failed SLACK_CHANNEL',
      calls: 1,
      posted: 0,
    },
    restricted_action: {
      behaviours: [{ kind: 'error', error: 'restricted_action_read_only_channel' }],
      outcome: 'failed SLACK_RESTRICTED',
      calls: 1,
      posted: 0,
    },
    'a word nobody knows': {
      behaviours: [{ kind: 'error', error: 'new_error_of_2027' }],
      outcome: 'failed SLACK_REFUSED',
      calls: 1,
      posted: 0,
    },
  };
  for (const [name, { behaviours, outcome, calls, posted, slept = [] }] of Object.entries(cases)) {
    it(`${name}: ${outcome}, ${posted} posted`, async () => {
      slack.behaviours.push(...behaviours);
      const clock = new TestClock();
      const got = await port(clock).post(message);
      assert.equal(summary(got), outcome);
      assert.deepEqual([slack.calls.length, slack.posted.length, clock.slept], [calls, posted, slept]);
      assert.doesNotMatch(JSON.stringify(got), /xoxb|the-body|the-hotel|oops/);
    });
  }

  it('an answer that never comes: ambiguous', async () => {
    slack.behaviours.push({ kind: 'hang', commit: true });
    const outcome = await port(new TestClock(14_500)).post(message);
    assert.equal(summary(outcome), 'ambiguous SLACK_TIMEOUT');
    assert.deepEqual([slack.calls.length, slack.posted.length], [1, 1]);
  });

  it('goes on when a part of the budget is used up, to the fraction of a millisecond', async () => {
    slack.behaviours.push({ kind: 'error', error: 'service_unavailable' });
    const outcome = await port(new TestClock(6_000.25, 0.5)).post(message);
    assert.deepEqual([summary(outcome), slack.posted.length], ['sent', 1]);
  });

  it('nobody listens: tried again within the budget, then failed', async () => {
    const { apiUrl } = slack;
    await slack.close();
    const clock = new TestClock();
    assert.equal(summary(await port(clock, apiUrl).post(message)), 'failed SLACK_UNREACHABLE');
    assert.deepEqual(clock.slept, [250, 500, 1000, 2000, 4000, 4000]);
    slack = await SlackServer.start();
  });

  it('a name that does not exist: failed', async () => {
    const outcome = await port(new TestClock(0, 14_900), 'http://slack.invalid/api/').post(message);
    assert.equal(summary(outcome), 'failed SLACK_UNREACHABLE');
  });

  it('an update is tried again when its fate is unknown: it does no harm twice', async () => {
    slack.behaviours.push({ kind: 'reset', commit: true }, { kind: 'status', status: 500 });
    const posted = { channel: 'C1', ts: '1.2' };
    assert.deepEqual(await port().update(posted, message), { kind: 'sent', ...posted });
    assert.equal(slack.calls.length, 3);
  });

  it('names the missing scope and the bad block, and nothing else of the answer', async () => {
    slack.behaviours.push(
      { kind: 'error', error: 'missing_scope', extra: { needed: 'chat:write' } },
      { kind: 'error', error: 'invalid_blocks', extra: pointer },
      { kind: 'error', error: 'invalid_blocks', extra: pointer },
    );
    const [scope, blocks] = [await port().post(message), await port().post(message)];
    assert.ok(scope.kind === 'failed' && scope.message.includes('chat:write'));
    assert.ok(blocks.kind === 'failed' && blocks.message.includes('/blocks/1/elements/0'));
    assert.doesNotMatch(JSON.stringify(blocks), /the-body/);
  });
});

const pointer = {
  response_metadata: {
    messages: ['[ERROR] must be shorter: the-body [json-pointer:/blocks/1/elements/0/text]'],
  },
};
