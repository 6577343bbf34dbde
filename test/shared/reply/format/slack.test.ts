import assert from 'node:assert/strict';
import { blocksTooLong, checkBlocks } from '@gitlab-chatops/executor/local/slack';
import {
  type ReplyMessage,
  SLACK_MESSAGE_BUDGET,
  SLACK_TEXT_LIMIT,
  type SlackBlock,
  toSlack,
  toSlackPlain,
} from '@gitlab-chatops/shared/reply';
import fc from 'fast-check';
import { anyMessage, message } from './messages.js';

/** What Slack refuses (docs.slack.dev, block kit reference), as sentences; none for a good message. */
function problems(text: string, blocks: readonly SlackBlock[]): string[] {
  const found: string[] = [];
  const strings = [text];
  if (text.length < 1 || text.length > SLACK_TEXT_LIMIT) found.push(`text of ${text.length}`);
  if (blocks.length > 50) found.push('blocks');
  for (const block of blocks) {
    const texts =
      block.type === 'section'
        ? [block.text.text]
        : block.type === 'context'
          ? block.elements.map((element) => element.text)
          : block.elements.flatMap(({ elements }) => elements.map((element) => element.text));
    strings.push(...texts);
    const limit = block.type === 'rich_text' ? SLACK_MESSAGE_BUDGET : 3_000;
    if (texts.some(({ length }) => length < 1 || length > limit)) found.push(`${block.type} text length`);
  }
  if (JSON.stringify({ text, blocks }).length > SLACK_MESSAGE_BUDGET) found.push('whole message');
  if (strings.some((one) => /[\0-\x08\x0b-\x1f\x7f-\x9f]|\p{Cs}/u.test(one)))
    found.push('control characters');
  return found;
}

/** Every live token of the mrkdwn parts. */
function tokens(text: string, blocks: readonly SlackBlock[]): string[] {
  const mrkdwn = blocks.flatMap((block) =>
    block.type === 'section'
      ? [block.text.text]
      : block.type === 'context'
        ? block.elements.map((e) => e.text)
        : [],
  );
  return [text, ...mrkdwn].flatMap((one) => one.match(/<[^>]*>?|>/g) ?? []);
}

function preformatted({ blocks }: { blocks: readonly SlackBlock[] }): string | undefined {
  return blocks.flatMap((block) => (block.type === 'rich_text' ? block.elements : []))[0]?.elements[0].text;
}

describe('reply/format: Slack', () => {
  it('mentions the caller, names the job and its end, links it, shows the text as it is', () => {
    const slack = toSlack(message({ body: 'a <b> & ```c```\n  *d*' }));
    const [section] = slack.blocks;
    assert.ok(section?.type === 'section' && section.text.verbatim);
    assert.match(
      section.text.text,
      /^<@U0123ABCD> ✅ \*deploy\* succeeded · <https:\S+\/jobs\/12\|job #12>$/,
    );
    assert.equal(preformatted(slack), 'a <b> & ```c```\n  *d*');
    assert.ok(
      slack.text.startsWith('<@U0123ABCD> ') && slack.text.endsWith('a &lt;b&gt; &amp; ```c```\n  *d*'),
    );
  });

  const outcomes: readonly (readonly [Partial<ReplyMessage>, RegExp])[] = [
    [{ outcome: 'failed', exitStatus: 42 }, /❌ \*deploy\* failed with exit status 42 ·/],
    [{ outcome: 'failed' }, /failed ·/],
    [{ outcome: 'canceled' }, /was canceled ·/],
    [{ outcome: 'timeout' }, /timed out ·/],
    [{ body: '', source: 'none' }, /succeeded, no output ·/],
    [{ job: { id: 3, name: 'a<!channel>' } }, /\*a&lt;!channel&gt;\* succeeded · job #3$/m],
    [{ callerId: 'x> <!channel' }, /^✅/],
    [{ job: { id: 3, name: 'x', url: 'javascript:alert(1)' } }, /· job #3$/m],
  ];
  for (const [changes, expected] of outcomes)
    it(JSON.stringify(changes), () => assert.match(toSlack(message(changes)).text, expected));

  it('says what was left out, where and in all', () => {
    const body = Array.from({ length: 2000 }, (_, i) => `line ${i}`).join('\n');
    const slack = toSlack(message({ body }));
    const shown = preformatted(slack) ?? '';
    const [, gap] = /\n\[… ([\d,]+) lines left out …\]\n/.exec(shown) ?? [];
    const omitted = 2000 - (shown.split('\n').length - 1);
    assert.equal(Number(gap?.replace(',', '')), omitted);
    const note = slack.blocks.at(-1);
    assert.ok(note?.type === 'context' && note.elements[0]?.text.includes(`${omitted} lines`));
    assert.ok(shown.length > 6_500, `${shown.length} of the body shown`);
  });

  it('adds to what the collector left out', () => {
    const body = Array.from({ length: 1000 }, (_, i) => `line ${i}`).join('\n');
    const shown =
      preformatted(toSlack(message({ body, source: 'tail', cut: { omittedLines: 70, where: 'head' } }))) ??
      '';
    assert.match(shown, /^\[… [\d,]+ lines left out …\]\nline \d+\n/);
    const [, gap] = /([\d,]+) lines/.exec(shown) ?? [];
    assert.equal(Number(gap), 1070 - (shown.split('\n').length - 1));
  });

  it('has a simple form: short text in a fence that nothing closes', () => {
    const { text } = toSlackPlain(message({ body: '<!here> ```x' }));
    assert.match(text, /^<@U0123ABCD> .*\n```\n&lt;!here&gt; `\u200b`\u200b`x\n```$/);
  });
});

describe('reply/format: Slack, properties', () => {
  it('takes any text within Slack’s limits, and nothing in it is live', () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const { text, blocks } = toSlack(any);
        assert.deepEqual(problems(text, blocks), []);
        assert.deepEqual(checkBlocks(blocks), []);
        assert.equal(blocksTooLong(blocks), false);
        const plain = toSlackPlain(any);
        assert.deepEqual(problems(plain.text, []), []);
        assert.equal(plain.text.split('```').length <= 3, true);
        for (const token of [...tokens(text, blocks), ...tokens(plain.text, [])])
          assert.match(token, /^<(?:@[A-Z0-9]{2,32}|https?:\/\/[^<>|\s]+\|(?:job #\d+|the job log))>$/);
      }),
      { numRuns: 300 },
    );
  });
});
