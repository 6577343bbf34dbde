import assert from 'node:assert/strict';
import type { Json } from '@gitlab-chatops/shared/json';
import { type Inline, type Piece, readMessage, readMrkdwn } from '@gitlab-chatops/shared/view';

const names = {
  user: (id: string) => (id === 'U1' ? 'ada' : undefined),
  channel: (id: string) => (id === 'C1' ? 'chatops' : undefined),
};

/** A tree as one string, so that a case reads at a glance. */
function inline(node: Inline): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'code':
      return `{code ${node.text}}`;
    case 'link':
      return `{link ${node.url} ${node.text}}`;
    case 'mention':
      return `{${node.broadcast ? 'broadcast' : 'mention'} ${node.text}}`;
    default:
      return `{${node.kind} ${node.children.map(inline).join('')}}`;
  }
}

function piece(node: Piece): string {
  if ('children' in node) {
    const parts: readonly (Inline | Piece)[] = node.children;
    return `${node.kind}(${parts.map((part) => (isPiece(part) ? piece(part) : inline(part))).join('')})`;
  }
  if (node.kind === 'list' || node.kind === 'fields') {
    return `${node.kind}(${node.items.map((item) => item.map(inline).join('')).join('|')})`;
  }
  if (node.kind === 'buttons') return `buttons(${node.labels.join('|')})`;
  return node.kind === 'unknown' ? `unknown(${node.type})` : node.kind;
}

const PIECES = ['paragraph', 'heading', 'context', 'quote', 'preformatted', 'attachment'];
const isPiece = (node: Inline | Piece): node is Piece => PIECES.includes(node.kind);

describe('page: mrkdwn', () => {
  const cases: readonly [string, string][] = [
    ['a &lt;b&gt; &amp;amp;', 'paragraph(a <b> &amp;)'],
    ['*b* _i_ ~s~ `c`', 'paragraph({bold b} {italic i} {strike s} {code c})'],
    ['*b _i_*', 'paragraph({bold b {italic i}})'],
    ['2*3*4 snake_case_name * a * `*x*`', 'paragraph(2*3*4 snake_case_name * a * {code *x*})'],
    [
      '<@U1>: hi <@U2> <#C1> <#C2|dev>',
      'paragraph({mention @ada}: hi {mention @U2} {mention #chatops} {mention #dev})',
    ],
    [
      '<!channel> <!here|x> <!subteam^S1>',
      'paragraph({broadcast @channel} {broadcast @here} {broadcast @subteam^S1})',
    ],
    ['<!date^1^{date}|then>', 'paragraph(then)'],
    ['<https://x/?a=1&amp;b|a &amp; b>', 'paragraph({link https://x/?a=1&b a & b})'],
    ['*<https://x|x>*', 'paragraph({bold {link https://x x}})'],
    ['see https://x/y_z_a.', 'paragraph(see {link https://x/y_z_a https://x/y_z_a}.)'],
    ['<javascript:alert(1)|click>', 'paragraph(click)'],
    ['<script>alert(1)</script>', 'paragraph(scriptalert(1)/script)'],
    ['a\n```\nx *y* &lt;\n```\nb', 'paragraph(a)preformatted(x *y* <)paragraph(b)'],
    ['a\n&gt; q1\n&gt;q2\nb', 'paragraph(a)quote(q1\nq2)paragraph(b)'],
    [':wave: :unknown: ::', 'paragraph(👋 :unknown: ::)'],
    ['a\n\nb', 'paragraph(a\n\nb)'],
    ['', ''],
  ];
  for (const [source, shown] of cases) {
    it(JSON.stringify(source), () => {
      assert.equal(readMrkdwn(source, names).map(piece).join(''), shown);
    });
  }

  it('cannot be confused by its own placeholders', () => {
    assert.equal(readMrkdwn('\uE0000\uE001<@U1>', names).map(piece).join(''), 'paragraph(0{mention @ada})');
  });
});

describe('page: blocks and attachments', () => {
  const show = (message: Partial<Parameters<typeof readMessage>[0]>) =>
    readMessage({ text: 'fallback', ...message }, names)
      .map(piece)
      .join('');
  const text = (value: string) => ({ type: 'text', text: value });

  it('shows the text when there are no blocks, and the blocks else', () => {
    assert.equal(show({}), 'paragraph(fallback)');
    assert.equal(show({ blocks: [{ type: 'divider' }] }), 'divider');
  });

  it('shows rich text, job output untouched', () => {
    const output = '*x* <!channel> ``` <b> :wave:';
    const blocks: Json[] = [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'user', user_id: 'U1' },
              { ...text(' ok'), style: { bold: true } },
              { type: 'link', url: 'https://x', text: 'job' },
              { type: 'emoji', name: 'tada' },
            ],
          },
          { type: 'rich_text_preformatted', elements: [text(output)] },
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [{ type: 'rich_text_section', elements: [text('one')] }],
          },
        ],
      },
    ];
    assert.equal(
      show({ blocks }),
      `paragraph({mention @ada}{bold  ok}{link https://x job}🎉)preformatted(${output})list(one)`,
    );
  });

  it('shows sections, headers, contexts, buttons', () => {
    const mrkdwn = (value: string) => ({ type: 'mrkdwn', text: value });
    const plain = (value: string) => ({ type: 'plain_text', text: value });
    const blocks: Json[] = [
      { type: 'header', text: plain('*H*') },
      { type: 'section', text: mrkdwn('*b*'), fields: [mrkdwn('_f_'), plain('g')] },
      { type: 'context', elements: [mrkdwn('c'), plain('d')] },
      { type: 'actions', elements: [{ type: 'button', text: plain('Go') }] },
      { type: 'video' },
      'nonsense',
    ];
    assert.equal(
      show({ blocks }),
      'heading(*H*)paragraph({bold b})fields({italic f}|g)context(c  d)buttons(Go)unknown(video)unknown(block)',
    );
  });

  it('shows attachments after the text, with a colour only if it is one', () => {
    const attachments = [{ color: 'good', title: 'T', title_link: 'https://x', text: '*a*', footer: 'f' }];
    assert.equal(
      show({ attachments }),
      'paragraph(fallback)attachment(paragraph({bold {link https://x T}})paragraph({bold a})context(f))',
    );
    const colour = (color: string) =>
      Reflect.get(readMessage({ text: '', attachments: [{ color, text: 'x' }] }, names)[0] ?? {}, 'colour');
    assert.deepEqual(['good', '#00c100', 'e40303', 'red;x', 'constructor'].map(colour), [
      '#2eb886',
      '#00c100',
      '#e40303',
      undefined,
      undefined,
    ]);
  });
});
