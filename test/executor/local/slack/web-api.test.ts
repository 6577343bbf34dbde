import assert from 'node:assert/strict';
import { clientOf, errorData, errorWord, runSlack, stopSlacks } from './running.js';

const preformatted = (text: string) => ({
  type: 'rich_text' as const,
  elements: [
    {
      type: 'rich_text_preformatted' as const,
      border: 0 as const,
      elements: [{ type: 'text' as const, text }],
    },
  ],
});

describe('local Slack: Web API with the real client', () => {
  afterEach(stopSlacks);

  it('says who the token is', async () => {
    const { slack, client } = await runSlack();
    const answer = await client.auth.test();
    assert.equal(answer.user_id, slack.app.userId);
    assert.equal(answer.team_id, slack.workspace.team.id);
  });

  it('posts text and blocks once, with metadata to read back', async () => {
    const { slack, client } = await runSlack();
    const metadata = { event_type: 'reply', event_payload: { key: '7/deploy' } };
    const posted = await client.chat.postMessage({
      channel: slack.channel.id,
      text: 'Hello &amp; <@U1>',
      blocks: [preformatted('*not* bold <!channel> ```')],
      metadata,
    });
    assert.equal(posted.channel, slack.channel.id);
    const read = await client.conversations.history({
      channel: slack.channel.id,
      include_all_metadata: true,
    });
    assert.deepEqual(
      read.messages?.map(({ ts, text }) => ({ ts, text })),
      [{ ts: posted.ts, text: 'Hello &amp; <@U1>' }],
    );
    assert.deepEqual(read.messages?.[0]?.metadata, metadata);
    const plain = await client.conversations.history({ channel: slack.channel.id });
    assert.equal(plain.messages?.[0]?.metadata, undefined);
  });

  it('refuses tokens and scopes as Slack does', async () => {
    const { slack } = await runSlack({ scopes: ['commands'] });
    assert.equal(await errorWord(clientOf(slack, undefined).auth.test()), 'not_authed');
    assert.equal(await errorWord(clientOf(slack, 'xoxb-wrong').auth.test()), 'invalid_auth');
    const data = await errorData(
      clientOf(slack, slack.app.botToken).chat.postMessage({ channel: slack.channel.id, text: 'x' }),
    );
    assert.deepEqual([data.error, data.needed, data.provided], ['missing_scope', 'chat:write', 'commands']);
  });

  it('knows channels that cannot be posted to', async () => {
    const other = { name: 'x', kind: 'channel', isPrivate: false, isArchived: false, members: [] } as const;
    const { slack, client } = await runSlack({
      scopes: ['chat:write'],
      channels: [
        { ...other, id: 'CNOTIN' },
        { ...other, id: 'CPRIVATE', isPrivate: true },
        { ...other, id: 'COLD', isArchived: true },
      ],
    });
    const post = (channel: string) => errorWord(client.chat.postMessage({ channel, text: 'x' }));
    assert.equal(await post('CNOTIN'), 'not_in_channel');
    assert.equal(await post('CPRIVATE'), 'channel_not_found');
    assert.equal(await post('CNOWHERE'), 'channel_not_found');
    assert.equal(await post('COLD'), 'is_archived');
    assert.equal(slack.workspace.screen().length, 0);
  });

  it('opens a direct conversation for a user id', async () => {
    const { slack, client } = await runSlack();
    const posted = await client.chat.postMessage({ channel: slack.person.id, text: 'only you' });
    assert.equal(posted.channel?.startsWith('D'), true);
    const opened = await client.conversations.open({ users: slack.person.id });
    assert.equal(opened.channel?.id, posted.channel);
  });

  it('measures text and blocks', async () => {
    const { slack, client } = await runSlack();
    const channel = slack.channel.id;
    const long = await client.chat.postMessage({ channel, text: 'x'.repeat(40_001) });
    assert.deepEqual(long.response_metadata?.warnings, ['message_truncated']);
    assert.equal(long.message?.text?.length, 40_000);
    const post = (extra: object) => errorWord(client.chat.postMessage({ channel, text: 'x', ...extra }));
    assert.equal(await post({ blocks: [preformatted('x'.repeat(11_341))] }), 'msg_blocks_too_long');
    assert.equal(await post({ blocks: [preformatted('"'.repeat(7_000))] }), 'msg_blocks_too_long');
    assert.equal(await post({ blocks: Array(51).fill({ type: 'divider' }) }), 'invalid_blocks');
    assert.equal(await post({ attachments: Array(101).fill({ text: 'x' }) }), 'too_many_attachments');
    assert.equal(await post({ markdown_text: 'x' }), 'markdown_text_conflict');
    assert.equal(await post({ metadata: { event_type: 'x' } }), 'invalid_metadata_schema');
    assert.equal(await post({ thread_ts: '1.000001' }), 'thread_not_found');
    assert.equal(await errorWord(client.chat.postMessage({ channel, text: '' })), 'no_text');
  });

  it('points at the fault in a block', async () => {
    const { slack, client } = await runSlack();
    const data = await errorData(
      client.chat.postMessage({
        channel: slack.channel.id,
        text: 'x',
        blocks: [{ type: 'divider' }, { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3_001) } }],
      }),
    );
    assert.equal(data.error, 'invalid_blocks');
    assert.deepEqual(data.errors, ['must be less than 3001 characters [json-pointer:/blocks/1/text/text]']);
    assert.deepEqual(Reflect.get(Object(data.response_metadata), 'messages'), [
      '[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]',
    ]);
  });

  it('updates its own messages, and again with the same result', async () => {
    const { slack, client } = await runSlack();
    const channel = slack.channel.id;
    const { ts = '' } = await client.chat.postMessage({
      channel,
      text: 'running',
      blocks: [preformatted('running')],
      attachments: [{ text: 'kept' }],
    });
    for (const _ of [1, 2]) await client.chat.update({ channel, ts, text: 'done' });
    const [message] = slack.workspace.screen();
    assert.equal(slack.workspace.screen().length, 1);
    assert.deepEqual([message?.text, message?.blocks, message?.attachments?.length], ['done', undefined, 1]);
    assert.notEqual(message?.edited, undefined);
  });

  it('refuses updates that Slack refuses', async () => {
    const { slack, client } = await runSlack();
    const channel = slack.channel.id;
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'x', blocks: [preformatted('x')] });
    await slack.type('a person wrote this');
    const persons = slack.workspace.screen()[1]?.ts ?? '';
    const update = (at: string, extra: object) =>
      errorWord(client.chat.update({ channel, ts: at, text: 'y', ...extra }));
    assert.equal(await update(ts, { text: 'x'.repeat(4_001) }), 'msg_too_long');
    assert.equal(await update(ts, { blocks: [{ type: 'divider' }] }), 'block_mismatch');
    assert.equal(await update('1.000001', {}), 'message_not_found');
    assert.equal(await update(persons, {}), 'cant_update_message');
  });

  it('reads threads and ranges', async () => {
    const { slack, client, clock } = await runSlack();
    const channel = slack.channel.id;
    const stamps: string[] = [];
    for (const text of ['a', 'b', 'c']) {
      clock.advance(1_000);
      stamps.push((await client.chat.postMessage({ channel, text })).ts ?? '');
    }
    const [first = '', second = ''] = stamps;
    await client.chat.postMessage({ channel, text: 'reply', thread_ts: first });
    const texts = (messages: readonly { text?: string }[] | undefined) => messages?.map((one) => one.text);
    const thread = await client.conversations.replies({ channel, ts: first });
    assert.deepEqual(texts(thread.messages), ['a', 'reply']);
    const after = await client.conversations.history({ channel, oldest: second });
    assert.deepEqual(texts(after.messages), ['c']);
    const page = await client.conversations.history({ channel, limit: 2 });
    assert.deepEqual([texts(page.messages), page.has_more], [['c', 'b'], true]);
    const rest = await client.conversations.history({
      channel,
      limit: 2,
      cursor: page.response_metadata?.next_cursor,
    });
    assert.deepEqual([texts(rest.messages), rest.has_more], [['a'], false]);
  });

  it('limits the rate when asked to, one message a second and channel', async () => {
    const { slack, client, clock } = await runSlack({ rateLimits: true });
    const post = () => client.chat.postMessage({ channel: slack.channel.id, text: 'x' });
    await post();
    const refused = await post().catch((error: unknown) => error);
    assert.equal(Reflect.get(Object(refused), 'retryAfter'), 1);
    clock.advance(1_000);
    await post();
    assert.equal(slack.workspace.screen().length, 2);
    slack.rates.enabled = false;
    await post();
  });
});

describe('local Slack: Web API without the client', () => {
  afterEach(stopSlacks);

  async function call(url: string, init: RequestInit): Promise<{ status: number; body: unknown }> {
    const response = await fetch(url, { method: 'POST', ...init });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  it('takes a JSON body', async () => {
    const { slack } = await runSlack();
    const authorization = `Bearer ${slack.app.botToken}`;
    const { body } = await call(`${slack.apiUrl}chat.postMessage`, {
      headers: { authorization, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: slack.channel.id, text: 'é 😀' }),
    });
    assert.equal(Reflect.get(Object(body), 'ok'), true);
    assert.equal(slack.workspace.screen()[0]?.text, 'é 😀');
  });

  it('names what is wrong with a body, a type, a method', async () => {
    const { slack } = await runSlack();
    const word = async (path: string, init: RequestInit) =>
      Reflect.get(Object((await call(`${slack.apiUrl}${path}`, init)).body), 'error');
    const json = { 'content-type': 'application/json' };
    assert.equal(await word('chat.postMessage', { headers: json, body: '{' }), 'invalid_json');
    assert.equal(await word('chat.postMessage', { headers: json, body: '[]' }), 'json_not_object');
    assert.equal(
      await word('chat.postMessage', { headers: { 'content-type': 'text/plain' }, body: 'x' }),
      'invalid_post_type',
    );
    assert.equal(await word('chat.shout', {}), 'unknown_method');
    assert.equal(await word('constructor', {}), 'unknown_method');
    const form = new URLSearchParams({
      token: slack.app.botToken,
      channel: slack.channel.id,
      blocks: '{"a":1}',
    });
    assert.equal(await word('chat.postMessage', { body: form }), 'invalid_blocks_format');
  });

  it('is closed to web pages', async () => {
    const { slack } = await runSlack();
    const headers = { authorization: `Bearer ${slack.app.botToken}`, origin: 'http://evil.example' };
    assert.equal((await call(`${slack.apiUrl}auth.test`, { headers })).status, 403);
  });

  it('cuts off a body no message has', async () => {
    const { slack } = await runSlack();
    const { status } = await call(`${slack.apiUrl}chat.postMessage`, {
      headers: { 'content-type': 'application/json' },
      body: `"${'x'.repeat(1_000_001)}"`,
    });
    assert.equal(status, 413);
  });
});
