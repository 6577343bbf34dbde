import assert from 'node:assert/strict';
import {
  buildReply,
  createMaskSet,
  decisiveSection,
  GITLAB_REPLY_LIMIT,
  gitlabReply,
  gitlabReplyToHtml,
  toGitlabFallback,
  toHtml,
  toMattermost,
} from '@gitlab-chatops/shared/reply';
import fc from 'fast-check';
import { anyMessage, anyText, message } from './messages.js';

describe('reply/format: building', () => {
  it('puts job and content together, masks the name, keeps the exit status for failures', () => {
    const masks = createMaskSet({ phrases: ['s3cret'] });
    const job = { id: 1, name: 'deploy s3cret' };
    const reply = { source: 'tail', body: 'x' } as const;
    assert.deepEqual(buildReply({ job, outcome: 'failed', exitStatus: 2 }, reply, masks), {
      job: { id: 1, name: 'deploy [MASKED]' },
      outcome: 'failed',
      exitStatus: 2,
      source: 'tail',
      body: 'x',
    });
    assert.equal(
      'exitStatus' in buildReply({ job, outcome: 'canceled', exitStatus: 2 }, reply, masks),
      false,
    );
  });
});

describe('reply/format: what GitLab posts for us', () => {
  it('is the body; several lines in a fence', () => {
    assert.equal(toGitlabFallback(message()), 'Hello World');
    assert.equal(toGitlabFallback(message({ body: 'a\n```b' })), '```\na\n`\u200b`\u200b`b\n```');
  });
  it('says something when the job said nothing', () => {
    assert.equal(toGitlabFallback(message({ body: '' })), 'deploy succeeded, no output');
  });
  it('survives the decisive section uncut', () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const text = toGitlabFallback(any);
        const reply = gitlabReply(decisiveSection({ kind: 'reply', text }, 1_700_000_000));
        assert.ok('output' in reply);
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        assert.ok(Buffer.byteLength(escaped) <= GITLAB_REPLY_LIMIT);
        if (!text.includes('section_')) assert.equal(reply.output, escaped.replace(/\n+$/, ''));
      }),
      { numRuns: 500 },
    );
  });
});

describe('reply/format: Mattermost', () => {
  it('fences the body with more ticks than are in it', () => {
    const [attachment] = toMattermost(message({ body: 'a ```` b' })).attachments;
    assert.ok(attachment?.text.endsWith('\n`````\na ```` b\n`````'));
  });
  it('takes any text within a post', () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const post = toMattermost(any);
        assert.ok((post.attachments[0]?.text.length ?? 0) <= 16_383);
        assert.deepEqual([post.props.disable_mentions, post.skip_slack_parsing], [true, true]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('reply/format: HTML', () => {
  it('shows status and body', () => {
    assert.equal(
      toHtml(message({ outcome: 'failed', exitStatus: 1, body: '<b>&' })),
      '<div class="reply reply-failed"><p class="status"><span class="mention">@U0123ABCD</span> ❌ ' +
        '<strong>deploy</strong> failed with exit status 1 · ' +
        '<a href="https://gitlab.example.com/acme/ops/-/jobs/12" rel="noreferrer">job #12</a></p>' +
        '<pre class="body">&#60;b&#62;&#38;</pre></div>',
    );
  });

  const cases: readonly (readonly [text: string, html: string])[] = [
    ['<@U1>: hi', '<span class="mention">@U1</span>: hi'],
    [
      '<!channel> <!date^1^x|then>',
      '<span class="mention broadcast">@channel</span> <span class="mention broadcast">@then</span>',
    ],
    ['<http://x/?a&amp;b|label>', '<a href="http://x/?a&#38;b" rel="noreferrer">label</a>'],
    ['<javascript:alert(1)|x>', 'x'],
    ['\x1b[32;1m$ ls\x1b[0;m', '▯[32;1m$ ls▯[0;m'],
    ['*bold* _it_ ~no~ `a*b*`', '<strong>bold</strong> <em>it</em> <s>no</s> <code>a*b*</code>'],
    ['a_b_c 2*3*4', 'a_b_c 2*3*4'],
    ['```\n*x*\n```', '<pre>*x*</pre>'],
    ['``` open', '``` open'],
    ['a &lt;b&gt; &amp;lt;', 'a &#60;b&#62; &#38;lt;'],
  ];
  for (const [text, html] of cases)
    it(`GitLab’s reply ${JSON.stringify(text)}`, () =>
      assert.equal(gitlabReplyToHtml(text), `<div class="reply reply-gitlab">${html}</div>`));

  it('lets no text become markup', () => {
    const allowed =
      /<\/?(?:div|p|pre|code|strong|em|s|span|a)(?: class="[a-z -]+")?(?: href="(?:https?|mailto):[^"<>]*" rel="noreferrer")?>/gi;
    fc.assert(
      fc.property(anyMessage, anyText, (any, text) => {
        for (const html of [toHtml(any), gitlabReplyToHtml(text)])
          assert.doesNotMatch(html.replace(allowed, ''), /[<>"']/);
      }),
      { numRuns: 500 },
    );
  });
});
