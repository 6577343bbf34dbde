import assert from 'node:assert/strict';
import type { PostedReply } from '@gitlab-chatops/executor/local/gitlab';
import { explainVerdict, projectName, viewReply } from '@gitlab-chatops/executor/local/session';
import type { ChatVerdict } from '@gitlab-chatops/shared/chat';

describe('session: words for the page', () => {
  it('names project and slash command after the folder', () => {
    const names = ['/a/project', '/a/My Repo!', '/a/--', '/', '/a/ünï', `/a/${'x'.repeat(50)}`].map(
      projectName,
    );
    assert.deepEqual(names, ['project', 'my-repo', 'project', 'project', 'n', 'x'.repeat(31)]);
  });

  it('adds the true cause and its place to a refusal, escaped', () => {
    const verdict: ChatVerdict = {
      kind: 'refused',
      answer: 'not_scheduled',
      sentence: 'whatever GitLab says',
      cause: { code: 'CHAT_X', message: 'a <b> & c', wayOut: 'do <this>' },
      at: { file: 'ci/<x>.yml', start: 0, end: 1, line: 7, column: 3 },
      steps: [],
    };
    assert.equal(
      explainVerdict(verdict),
      '*Why:* a &lt;b&gt; &amp; c (`ci/&lt;x&gt;.yml:7:3`) `CHAT_X`\ndo &lt;this&gt;',
    );
  });

  it('says what GitLab’s own reply would have been, or why there is none', () => {
    const posts: PostedReply[] = [
      { kind: 'post', body: { text: 'hi', response_type: 'in_channel' } },
      { kind: 'nothing' },
      { kind: 'gave_up', error: 'TimeoutExceeded' },
      { kind: 'gave_up', error: 'ArgumentError' },
    ];
    assert.deepEqual(
      posts.map((reply) => viewReply(reply).kind),
      ['message', 'nothing', 'nothing', 'nothing'],
    );
    const field = { title: 'ID', value: '1', short: true };
    const attachment = { color: '#00c100', text: 'x', fields: [field] };
    const mattermost = viewReply({
      kind: 'post',
      body: { response_type: 'in_channel', attachments: [attachment] },
    });
    assert.deepEqual(mattermost, { kind: 'message', text: '', attachments: [attachment] });
  });
});
