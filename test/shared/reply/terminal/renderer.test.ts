import assert from 'node:assert/strict';
import { renderTerminal } from '@gitlab-chatops/shared/reply';
import fc from 'fast-check';
import { chunksOf, renderChunks } from './chunks.js';
import { renderWithXterm } from './oracle.js';
import { terminalOutput } from './output.js';

describe('reply/terminal: what a person sees', () => {
  const cases: readonly (readonly [name: string, output: string, text: string])[] = [
    ['plain lines', 'one\ntwo\n', 'one\ntwo'],
    ['CRLF as LF', 'one\r\ntwo\r\n', 'one\ntwo'],
    ['blank lines inside stay, at the end not', '\n\na\n\nb\n\n\n', '\n\na\n\nb'],
    ['spaces are text', '  a  \n b ', '  a  \n b '],
    ['carriage return overprints', 'loading\rdone', 'doneing'],
    ['a progress bar leaves its last state', '10%\r\x1b[K55%\r\x1b[K100%\n', '100%'],
    ['backspace', 'abc\b\bX', 'aXc'],
    ['backspace to the start', 'a\bX', 'X'],
    ['backspace stops at the start', '\b\b\bab', 'ab'],
    ['tab to stops of eight', 'a\tb\n1234567\tc\n12345678\td', 'a       b\n1234567 c\n12345678        d'],
    ['a tab at the end is nothing', 'a\t\n', 'a'],
    ['colours, also with colons', '\x1b[1;32mok\x1b[0m \x1b[38:2::1:2:3mrgb\x1b[m', 'ok rgb'],
    ['titles and links', '\x1b]0;title\x07a\x1b]8;;http://x/\x1b\\link\x1b]8;;\x1b\\', 'alink'],
    ['an unterminated title ends with its line', 'a\x1b]0;title\nb', 'a\nb'],
    ['device strings', 'a\x1bPq#0;2\n~~\x1b\\b\x1b_app\x1b\\c\x1b^pm\x1b\\d\x1bXsos\x1b\\e', 'abcde'],
    [
      'erase to the end, to the start, all',
      'abcdef\x1b[3D\x1b[K|\n123\x1b[2D\x1b[1K\nxyz\x1b[2Kw',
      'abc|\n  3\n   w',
    ],
    ['cursor up rewrites', 'a: 0\nb: 0\n\x1b[2Aa: 9\x1b[B\rb: 8\n', 'a: 9\nb: 8'],
    ['next and previous line', 'a\x1b[Eb\x1b[FA', 'A\nb'],
    ['clear and home', 'old\nold\n\x1b[2J\x1b[Hnew', 'new'],
    ['clear(1) wipes what was above too', `${'x\n'.repeat(100)}\x1b[H\x1b[2J\x1b[3Jnew\n`, 'new'],
    ['reset', `${'x\n'.repeat(100)}\x1bcnew`, 'new'],
    ['insert and delete characters', 'abcd\r\x1b[2Cxy\r\x1b[@_\x1b[C\x1b[P', '_axy'],
    ['erase characters', 'abcd\r\x1b[2X', '  cd'],
    ['insert and delete lines', 'a\nb\nc\n\x1b[2A\x1b[Lx\x1b[2B\r\x1b[M', 'a\nx\nb'],
    ['repeat', 'ab\x1b[3b|', 'abbbb|'],
    ['save and restore', 'ab\x1b7cd\x1b8X', 'abXd'],
    [
      'a saved place scrolls with its line',
      `1\n2\n3\n4\na\x1b7${'\n'.repeat(21)}b\x1b8X`,
      `1\n2\n3\n4\naX${'\n'.repeat(21)}b`,
    ],
    [
      'alternate screen leaves nothing',
      'before\n\x1b[?1049h\x1b[Htop - 12:00\x1b[?1049lafter',
      'before\nafter',
    ],
    ['keyboard protocols are no restore', 'abc\x1b[>1u\x1b[<ud', 'abcd'],
    ['line drawing', '\x1b(0lqk\x1b(B tq', '┌─┐ tq'],
    ['wide characters', '日本語\r\x1b[2CX', '日X 語'],
    ['half of a wide character', '日本\r\x1b[CX', ' X本'],
    ['combining characters stay with their letter', 'e\u0301a\r\x1b[Cb', 'e\u0301b'],
    ['joined emoji', '👩\u200d🚀!', '👩\u200d🚀!'],
    ['NUL, BEL, DEL', 'a\0b\x07c\x7fd', 'abcd'],
    ['C1 as ESC', 'a\u009b1mb\u0085c', 'ab\nc'],
    ['an unfinished sequence at the end', 'a\x1b[3', 'a'],
    ['cancelled sequence', 'a\x1b[3\x18mb', 'amb'],
  ];
  for (const [name, output, text] of cases) it(name, () => assert.equal(renderTerminal(output), text));

  it('shows bytes that are no UTF-8 as U+FFFD, one for each maximal part', () => {
    const bytes = Uint8Array.of(0x61, 0xff, 0xe2, 0x82, 0x62, 0xf0, 0x9f, 0x98, 0x0a, 0xc3);
    assert.equal(renderTerminal(bytes), 'a\ufffd\ufffdb\ufffd\n\ufffd');
    const forbidden = Uint8Array.of(0xe0, 0x80, 0xed, 0xa0, 0xf0, 0x80, 0xf4, 0x90, 0xf5, 0xc1);
    assert.equal(renderTerminal(forbidden), '\ufffd'.repeat(10));
  });

  it('apt progress: status line in a scroll region', () => {
    const bar = (n: number) => `\x1b7\x1b[24;0f\x1b[42mProgress: [${n}%]\x1b[49m\x1b8`;
    const text = renderTerminal(
      `start\n\n\x1b7\x1b[0;23r\x1b8\x1b[1A${bar(10)}Unpacking a\n${bar(50)}Setting up a\n${bar(90)}` +
        '\n\x1b7\x1b[0;24r\x1b8\x1b[1A\x1b[Jdone\n',
    );
    assert.equal(text, 'start\nUnpacking a\nSetting up a\ndone');
  });

  it('joins a row that wrapped into itself below a scroll region, line feed or not', async () => {
    const size = { rows: 5, columns: 4, rowLimit: 4 };
    for (const output of ['\x1b[;3r\x1b[5;Habcdef', '\x1b[;3r\x1b[5;Habcdef\n']) {
      assert.equal(renderTerminal(output, size), await renderWithXterm(output, size));
    }
  });

  it('does not break lines at the window width, but moves stop there', () => {
    const long = 'x'.repeat(5000);
    assert.equal(renderTerminal(`${long}\nnext`), `${long}\nnext`);
    assert.equal(renderTerminal('\x1b[999C\x1b[6D[ OK ]', { columns: 80 }), `${' '.repeat(73)}[ OK ]`);
    assert.equal(
      renderTerminal(`${'x'.repeat(100)}\x1b[5D\x1b[99999C!`, { columns: 80 }),
      `${'x'.repeat(99)}!`,
    );
  });
});

describe('reply/terminal: properties', () => {
  const wide = { rows: 6, columns: 2000, rowLimit: 2000 };
  const narrow = { rows: 3, columns: 20, rowLimit: 20 };
  for (const [name, size] of [
    ['agrees with xterm', wide],
    ['agrees with xterm where rows wrap', narrow],
  ] as const) {
    it(name, async () => {
      await fc.assert(
        fc.asyncProperty(terminalOutput, async (output) => {
          const expected = await renderWithXterm(output, size);
          fc.pre(expected !== undefined);
          assert.equal(renderTerminal(output, size), expected);
        }),
        { numRuns: 300 },
      );
    });
  }

  it('is the same however the bytes are cut', () => {
    const bytes = fc.oneof(
      terminalOutput.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 300 }),
    );
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(9)), (output, sizes) => {
        assert.equal(renderChunks(chunksOf(output, sizes)), renderTerminal(output));
      }),
      { numRuns: 1000 },
    );
  });
});
