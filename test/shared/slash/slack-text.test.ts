import assert from 'node:assert/strict';
import { readSlackText } from '@gitlab-chatops/shared/slash';
import fc from 'fast-check';

const words = (raw: string): readonly string[] => readSlackText(raw).words;
const differences = (raw: string): readonly string[] => readSlackText(raw).differences;

describe('slash: what a person meant', () => {
  it('decodes exactly Slack’s three entities, in one pass', () => {
    assert.equal(
      readSlackText('a &lt; b &amp;&amp; c &gt; d &quot; &amp;lt;').plain,
      'a < b && c > d &quot; &lt;',
    );
    assert.deepEqual(differences('&amp;'), ['entity']);
    assert.deepEqual(differences('a & b'), []);
  });

  it('reads mentions with and without a name', () => {
    const { parts, plain } = readSlackText(
      '<@U012ABCDEF> <@W1|ada> <#C123|ops> <#C9|> <!subteam^S1|@team> <!here>',
    );
    assert.equal(plain, '@U012ABCDEF @ada #ops #C9 @team @here');
    assert.deepEqual(
      parts.filter(({ kind }) => kind !== 'text').map((part) => [part.kind, 'id' in part ? part.id : '']),
      [
        ['user', 'U012ABCDEF'],
        ['user', 'W1'],
        ['channel', 'C123'],
        ['channel', 'C9'],
        ['group', 'S1'],
        ['special', ''],
      ],
    );
    assert.equal(readSlackText('@ada #ops').plain, '@ada #ops');
  });

  it('reads links as they were typed', () => {
    const { parts, plain } = readSlackText('<http://example.com|example.com> <https://e.com/?a=1&amp;b=2>');
    assert.equal(plain, 'example.com https://e.com/?a=1&b=2');
    const [first] = parts;
    assert.equal(first?.kind === 'link' && first.url, 'http://example.com');
  });

  it('takes what is no token as text', () => {
    for (const raw of ['a < b > c', '<>', '<|x>', '<foo>', '<@u1>', '<@U1', '<#|x>']) {
      assert.equal(readSlackText(raw).plain, raw);
      assert.ok(readSlackText(raw).parts.every(({ kind }) => kind === 'text'));
    }
  });

  it('does not decode a typed token into one', () => {
    assert.deepEqual(
      readSlackText('&lt;@U1&gt;').parts.map(({ kind }) => kind),
      ['text'],
    );
  });

  it('undoes long dashes at the beginning of words only', () => {
    assert.deepEqual(words('—dry-run –v a—b 1–2 “—x”'), ['--dry-run', '-v', 'a—b', '1–2', '—x']);
    assert.deepEqual(differences('—dry-run'), ['dash']);
    assert.deepEqual(differences('a—b'), []);
  });

  it('groups by straight and curly quotes', () => {
    assert.deepEqual(words('“a b” ‘c d’ "e f" \'g h\' „i j“'), ['a b', 'c d', 'e f', 'g h', 'i j']);
    assert.deepEqual(words('it’s a "b c'), ['it’s', 'a', '"b', 'c']);
    assert.deepEqual(words('""'), ['']);
    assert.deepEqual(differences('“a b”'), ['curly_quote']);
    assert.deepEqual(differences('"a b"'), []);
  });

  it('takes a no-break space as a space', () => {
    assert.deepEqual(words('run\u00a0job  x\n'), ['run', 'job', 'x']);
    assert.deepEqual(differences('a\u00a0b'), ['no_break_space']);
  });

  it('keeps a mention or link in one word', () => {
    assert.deepEqual(words('to:<https://e.com|my page> <@U1|ada l>!'), ['to:my page', '@ada l!']);
    assert.deepEqual(differences('<@U1> <http://e|e>'), ['mention', 'link']);
  });

  it('never throws, and its parts cover the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<',
        '>',
        '|',
        '@U1',
        '#C1',
        '!',
        '&lt;',
        '&',
        '“',
        '”',
        '"',
        "'",
        '—',
        ' ',
        '\u00a0',
        'a',
        'http://e',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const raw = pieces.join('');
        let end = 0;
        for (const { at } of readSlackText(raw).parts) {
          assert.equal(at[0], end);
          assert.ok(at[1] > at[0]);
          end = at[1];
        }
        assert.equal(end, raw.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads a text of unpaired quotes in one go', () => {
    assert.equal(words('"a '.repeat(50_000)).length, 50_000);
  });
});
