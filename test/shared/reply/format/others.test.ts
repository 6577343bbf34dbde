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
      { numRuns: 150 },
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
      { numRuns: 150 },
    );
  });
});

describe('reply/format: HTML', () => {
  it('shows status, body and link, all text escaped', () => {
    const html = toHtml(message({ outcome: 'failed', exitStatus: 1, body: '<b>&' }));
    assert.match(html, /@U0123ABCD/);
    assert.match(html, /<strong>deploy<\/strong> failed with exit status 1/);
    assert.match(
      html,
      /<a [^>]*href="https:\/\/gitlab\.example\.com\/acme\/ops\/-\/jobs\/12"[^>]*>job #12<\/a>/,
    );
    assert.match(html, /<pre[^>]*>&#60;b&#62;&#38;<\/pre>/);
  });

  const cases: readonly (readonly [text: string, html: RegExp])[] = [
    ['<@U1>: hi', /@U1<\/\w+>: hi/],
    ['<!channel>', />@channel</],
    ['<http://x/?a&amp;b|label>', /<a [^>]*href="http:\/\/x\/\?a&#38;b"[^>]*>label<\/a>/],
    ['<javascript:alert(1)|x>', /^<p class="paragraph">x<\/p>$/],
    ['\x1b[32;1m$ ls\x1b[0;m', /▯\[32;1m\$ ls▯\[0;m/],
    ['*bold* _it_', /<strong>bold<\/strong> <em>it<\/em>/],
    ['a &lt;b&gt;', /a &#60;b&#62;/],
  ];
  for (const [text, html] of cases)
    it(`GitLab’s reply ${JSON.stringify(text)}`, () => assert.match(gitlabReplyToHtml(text), html));

  it('lets no text become markup', () => {
    const element = /<\/?[a-z]+(?: [a-z-]+(?:="[^"<>]*")?)*>/g;
    const link = /href="(?!https?:|mailto:)/i;
    fc.assert(
      fc.property(anyMessage, anyText, (any, text) => {
        for (const html of [toHtml(any), gitlabReplyToHtml(text)]) {
          assert.doesNotMatch(html.replace(element, ''), /[<>"']/);
          assert.doesNotMatch(html, link);
          assert.doesNotMatch(html, /<(?:script|img|iframe|style)| on[a-z]+=/i);
        }
      }),
      { numRuns: 150 },
    );
  });
});
