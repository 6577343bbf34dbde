import assert from 'node:assert/strict';
import { TraceReader } from '@gitlab-chatops/shared/view';
import fc from 'fast-check';

const ESC = '\x1b';
const start = (name: string, options = '', time = 1) => `section_start:${time}:${name}${options}\r${ESC}[0K`;
const end = (name: string, time = 4) => `section_end:${time}:${name}\r${ESC}[0K`;

/** What the page would show: one string a line, folds as `▼name` and `▲name`. */
function read(chunks: readonly string[]): string[] {
  const shown: string[] = [];
  const reader = new TraceReader({
    line: ({ spans, lost }) => {
      shown.push(spans.map(({ text }) => text).join('') + (lost > 0 ? ` +${lost}` : ''));
    },
    open: ({ name, collapsed }) => shown.push(`▼${name}${collapsed ? '…' : ''}`),
    close: ({ name, seconds }) => shown.push(`▲${name} ${seconds}`),
  });
  for (const chunk of chunks) reader.feed(chunk);
  reader.end();
  return shown;
}

describe('page: job log reader', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ['keeps empty lines', 'a\n\nb\n', ['a', '', 'b']],
    ['shows a last line without an end', 'a\nb', ['a', 'b']],
    ['overprints after a carriage return', '10%\r20%\r100%\nx\r\n', ['100%', 'x']],
    ['keeps what was not overprinted', 'abcdef\rxy\n', ['xycdef']],
    ['erases', `abcdef\r${ESC}[Kxy\nabc\b\b${ESC}[0Kz\nabc${ESC}[2K\rd\n`, ['xy', 'az', 'd']],
    ['moves within the line', `ab${ESC}[3Cc${ESC}[2Gx\n`, ['ax   c']],
    ['sets tabs', 'a\tb\n', ['a       b']],
    [
      'drops titles, links and device strings',
      `a${ESC}]0;title\x07b${ESC}]8;;http://x${ESC}\\c${ESC}Pq${ESC}\\d\n`,
      ['abcd'],
    ],
    ['drops controls and lone escapes', `a\x00\x07b${ESC}(Bc${ESC}\n`, ['abc']],
    [
      'folds sections and times them',
      `${start('a')}Title\nx\n${end('a')}y\n`,
      ['▼a', 'Title', 'x', '▲a 3', 'y'],
    ],
    ['opens a section in mid-line', `x${start('a')}T\n${end('a')}`, ['x', '▼a', 'T', '▲a 3']],
    ['shows no line for markers alone', `${start('a')}T\n${end('a')}\nx\n`, ['▼a', 'T', '▲a 3', 'x']],
    ['reads options', `${start('a', '[collapsed=true]')}T\n${end('a')}`, ['▼a…', 'T', '▲a 3']],
    [
      'closes inner sections with the outer',
      `${start('a')}A\n${start('b')}B\n${end('a')}`,
      ['▼a', 'A', '▼b', 'B', '▲a 3'],
    ],
    ['reads over an end without a start', `${end('a')}x\n`, ['x']],
    [
      'shows what only looks like a marker',
      'section_start:x:y section_end:1:b\n',
      ['section_start:x:y section_end:1:b'],
    ],
    ['shows an unfinished marker at the end', 'section_start:12', ['section_start:12']],
    ['counts what a very long line loses', `${'x'.repeat(10_005)}\n`, [`${'x'.repeat(10_000)} +5`]],
  ];
  for (const [what, log, shown] of cases) {
    it(what, () => assert.deepEqual(read([log]), shown));
  }

  it('takes stamps off and joins continued lines of a stream', () => {
    const at = '2023-11-14T22:13:20.000000Z';
    const log = [
      `${at} 00O ${start('a')}`,
      `${at} 00O+${ESC}[0KTitle`,
      `${at} 01O Hello`,
      `${at} 01E+other stream`,
      `${at} 01O 10%\r`,
      `${at} 01O+20%\r`,
      `${at} 01O+30%`,
      `${at} 01O `,
      'no stamp',
      '',
    ].join('\n');
    assert.deepEqual(read([log]), ['▼a', 'Title', 'Hello', 'other stream', '30%', '', 'no stamp']);
  });

  it('keeps colours, on and off', () => {
    const spans: unknown[] = [];
    const reader = new TraceReader({
      line: (line) => spans.push(...line.spans),
      open: () => {},
      close: () => {},
    });
    reader.feed(`a${ESC}[1;31mb${ESC}[22mc${ESC}[38;5;200;4md${ESC}[48;2;1;2;3me${ESC}[mf${ESC}[92m\n`);
    reader.end();
    assert.deepEqual(spans, [
      { text: 'a', style: {} },
      { text: 'b', style: { bold: true, foreground: 1 } },
      { text: 'c', style: { foreground: 1 } },
      { text: 'd', style: { foreground: 200, underline: true } },
      { text: 'e', style: { foreground: 200, underline: true, background: '#010203' } },
      { text: 'f', style: {} },
    ]);
  });

  it('shows the line that is still being written', () => {
    const reader = new TraceReader({ line: () => {}, open: () => {}, close: () => {} });
    reader.feed('done\n50%');
    assert.equal(reader.current()?.spans[0]?.text, '50%');
    reader.feed('\r60%');
    assert.equal(reader.current()?.spans[0]?.text, '60%');
  });

  it('takes back a character that two chunks share whole', () => {
    const log = '\b😀\b😀';
    assert.deepEqual(read([log.slice(0, 2), log.slice(2)]), read([log]));
  });

  it('shows the same wherever the log is cut into chunks', () => {
    const piece = fc.constantFrom(
      ...[
        start('a'),
        start('b', '[collapsed=true]'),
        end('a'),
        end('b'),
        '\n',
        '\r',
        '\b',
        'text ',
        'section_',
      ],
      ...['2023-11-14T22:13:20.000000Z 00O ', '\n2023-11-14T22:13:20.000000Z 00O+', `${ESC}[31m`, `${ESC}[K`],
      ...[`${ESC}]0;t\x07`, 'section_start:1:', '😀', ESC, '2023-'],
    );
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat({ max: 20 })), (pieces, sizes) => {
        const log = pieces.join('');
        const chunks: string[] = [];
        let at = 0;
        for (const size of sizes) {
          chunks.push(log.slice(at, at + size));
          at += size;
        }
        chunks.push(log.slice(at));
        assert.deepEqual(read(chunks), read([log]));
      }),
    );
  });

  it('reads five megabytes of one line, of markers, of escapes in linear time', () => {
    for (const piece of ['x', start('s'), `${ESC}[31m`, 'section_', ESC, `${ESC}]`, 'section_start:1:a']) {
      const log = piece.repeat(Math.ceil(1_000_000 / piece.length));
      const chunks = log.match(/[\s\S]{1,60000}/g) ?? [];
      assert.equal(read(chunks).length < 40, true);
    }
  });
});
