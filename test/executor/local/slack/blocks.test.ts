import assert from 'node:assert/strict';
import { blocksTooLong, checkBlocks } from '@gitlab-chatops/executor/local/slack';

type Blocks = Parameters<typeof checkBlocks>[0];

const text = (length: number, type = 'mrkdwn') => ({ type, text: 'x'.repeat(length) });
const rich = (...elements: Blocks) => ({ type: 'rich_text', elements });
const pointers = (blocks: Blocks) =>
  checkBlocks(blocks).map((fault) => /\[json-pointer:(.*)\]$/.exec(fault)?.[1]);

describe('local Slack: blocks', () => {
  const good: Blocks[] = [
    [],
    [{ type: 'divider' }, { type: 'header', text: text(150, 'plain_text') }],
    [{ type: 'section', text: text(3_000), block_id: 'x'.repeat(255) }],
    [{ type: 'section', fields: Array(10).fill(text(2_000)) }],
    [{ type: 'section', text: { ...text(1), verbatim: true } }],
    [{ type: 'context', elements: [text(1), { type: 'image', image_url: 'https://x', alt_text: '' }] }],
    [{ type: 'actions', elements: [{ type: 'button', text: text(75, 'plain_text'), action_id: 'a' }] }],
    [{ type: 'markdown', text: '**x**' }],
    [
      rich(
        { type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U1' }, text(1, 'text')] },
        { type: 'rich_text_preformatted', border: 0, elements: [text(9_000, 'text')] },
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_section', elements: [text(1, 'text')] }],
        },
      ),
    ],
  ];
  for (const [index, blocks] of good.entries()) {
    it(`takes good blocks, case ${index}`, () => assert.deepEqual(checkBlocks(blocks), []));
  }

  const bad: [Blocks, string][] = [
    [['x'], '/blocks/0'],
    [[{ type: 'shout' }], '/blocks/0/type'],
    [[{ text: 'x' }], '/blocks/0/type'],
    [[{ type: 'divider', extra: 1 }], '/blocks/0'],
    [[{ type: 'section' }], '/blocks/0'],
    [[{ type: 'section', text: text(0) }], '/blocks/0/text/text'],
    [[{ type: 'section', text: text(1, 'markdown') }], '/blocks/0/text/type'],
    [[{ type: 'section', text: 'x' }], '/blocks/0/text'],
    [[{ type: 'section', fields: Array(11).fill(text(1)) }], '/blocks/0/fields'],
    [[{ type: 'section', fields: [text(2_001)] }], '/blocks/0/fields/0/text'],
    [[{ type: 'header', text: text(151, 'plain_text') }], '/blocks/0/text/text'],
    [[{ type: 'header', text: text(1) }], '/blocks/0/text/type'],
    [[{ type: 'context', elements: Array(11).fill(text(1)) }], '/blocks/0/elements'],
    [[{ type: 'context', elements: [] }], '/blocks/0'],
    [[{ type: 'divider', block_id: 'x'.repeat(256) }], '/blocks/0/block_id'],
    [
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
      '/blocks/1',
    ],
    [[rich({ type: 'rich_text_shout', elements: [] })], '/blocks/0/elements/0/type'],
    [
      [rich({ type: 'rich_text_section', elements: [text(0, 'text')] })],
      '/blocks/0/elements/0/elements/0/text',
    ],
    [
      [rich({ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] })],
      '/blocks/0/elements/0/elements/0/type',
    ],
    [[rich({ type: 'rich_text_list', style: 'x', elements: [] })], '/blocks/0/elements/0/style'],
  ];
  for (const [blocks, pointer] of bad) {
    it(`refuses ${JSON.stringify(blocks).slice(0, 60)} at ${pointer}`, () => {
      assert.deepEqual(pointers(blocks), [pointer]);
    });
  }

  it('measures the whole by its text and by its JSON', () => {
    const preformatted = (value: string) => [
      rich({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: value }] }),
    ];
    assert.equal(blocksTooLong(preformatted('x'.repeat(11_340))), false);
    assert.equal(blocksTooLong(preformatted('x'.repeat(11_341))), true);
    assert.equal(blocksTooLong(preformatted('\n'.repeat(6_700))), true);
  });
});
