import assert from 'node:assert/strict';
import { runSlack, stopSlacks } from './running.js';

describe('local Slack: workspace', () => {
  afterEach(stopSlacks);

  it('gives every message a rising ts of its own, even within one millisecond', async () => {
    const { slack, clock } = await runSlack();
    for (let count = 0; count < 50; count += 1) await slack.type('x');
    clock.advance(-60_000);
    for (let count = 0; count < 50; count += 1) await slack.type('x');
    const stamps = slack.workspace.screen().map(({ ts }) => ts);
    assert.equal(stamps.length, 100);
    assert.deepEqual([...new Set(stamps)].sort(), stamps);
    assert.match(stamps[0] ?? '', /^\d{10}\.\d{6}$/);
  });

  it('tells listeners what was posted and changed, until they leave', async () => {
    const { slack, client } = await runSlack();
    const seen: string[] = [];
    const leave = slack.workspace.subscribe(({ kind, message }) => seen.push(`${kind} ${message.text}`));
    const { ts = '' } = await client.chat.postMessage({ channel: slack.channel.id, text: 'a' });
    await client.chat.update({ channel: slack.channel.id, ts, text: 'b' });
    leave();
    await slack.type('c');
    assert.deepEqual(seen, ['posted a', 'changed b']);
  });
});
