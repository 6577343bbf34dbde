import assert from 'node:assert/strict';
import { chatReplies } from '@gitlab-chatops/executor/delivery';
import { startLocalSlack } from '@gitlab-chatops/executor/local/slack';
import type { ProjectPolicy } from '@gitlab-chatops/executor/settings';
import { CodedError } from '@gitlab-chatops/shared/errors';
import type { ReplyMessage } from '@gitlab-chatops/shared/reply';

const policy = (channels: readonly string[]): ProjectPolicy => ({
  chat: { service: 'slack', token: { kind: 'env', name: 'T' }, channels },
  owner: 'ours',
  onFailure: 'both',
  allowSecretInput: false,
  sandbox: { type: 'host', acceptRisk: true, readOnly: [], readWrite: [] },
});
const facts = (channel?: string) => ({ chat: { input: '', ...(channel && { channel }) }, pipelineId: 77 });
const message: ReplyMessage = {
  job: { id: 1, name: 'ls', url: 'https://gitlab.example.com/a/b/-/jobs/1' },
  outcome: 'success',
  source: 'output',
  body: Array.from({ length: 3000 }, (_, i) => `line ${i} <!channel> \`\`\``).join('\n'),
};

describe('delivery: replies by the project’s settings', () => {
  it('post to the local Slack, and correct the post', async () => {
    const slack = await startLocalSlack({ now: () => 1_700_000_000_000 });
    try {
      const replies = chatReplies({ environment: { T: slack.app.botToken }, uid: 0 });
      const { apiUrl, channel } = slack;
      const port = await replies.open(policy([channel.id]), { apiUrl }, facts(channel.id));
      const sent = await port.post({ ...message, callerId: slack.person.id });
      assert.ok(sent.kind === 'sent' && sent.channel === channel.id, JSON.stringify(sent));
      const updated = await port.update(sent, { ...message, outcome: 'canceled' });
      assert.deepEqual(updated, sent);
      const [posted, ...more] = slack.workspace.history(channel.id);
      assert.equal(more.length, 0);
      assert.match(posted?.text ?? '', /was canceled/);
    } finally {
      await slack.close();
    }
  });

  const refusals: readonly (readonly [string, ProjectPolicy, string | undefined])[] = [
    ['SLACK_NOT_CONFIGURED', { ...policy([]), chat: undefined }, 'C1'],
    ['SLACK_NO_CHANNEL', policy(['*']), undefined],
    ['SLACK_CHANNEL_NOT_ALLOWED', policy(['C2']), 'C1'],
    ['CONFIG_TOKEN_MISSING', policy(['*']), 'C1'],
  ];
  for (const [code, chosen, channel] of refusals)
    it(code, async () => {
      const replies = chatReplies({ environment: {}, uid: 0 });
      await assert.rejects(
        replies.open(chosen, {}, facts(channel)),
        (error) => error instanceof CodedError && error.code === code,
      );
    });
});
