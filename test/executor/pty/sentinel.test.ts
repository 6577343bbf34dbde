import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createSentinel, SentinelScanner } from '../../../executor/src/pty/sentinel.js';

function scan(sentinel: string, chunks: readonly Buffer[]): { output: string; seen: number } {
  let seen = 0;
  const scanner = new SentinelScanner(sentinel, () => {
    seen += 1;
  });
  const out = chunks.flatMap((chunk) => scanner.push(chunk));
  return { output: Buffer.concat([...out, scanner.end()]).toString('latin1'), seen };
}

/** Cuts text into chunks at every n-th byte. */
function chop(text: string, size: number): Buffer[] {
  const bytes = Buffer.from(text, 'latin1');
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

describe('SentinelScanner', () => {
  const sentinel = createSentinel();

  it('removes sentinel and status at every cut', () => {
    const text = `before${sentinel}42\nafter`;
    for (let size = 1; size <= text.length; size++) {
      assert.deepEqual(scan(sentinel, chop(text, size)), { output: 'beforeafter', seen: 1 });
    }
  });

  it('passes on what only begins like it', () => {
    const text = `${sentinel.slice(0, 20)}\u001e${sentinel.slice(0, -1)}x${sentinel}`;
    assert.deepEqual(scan(sentinel, chop(text, 3)), { output: text, seen: 0 });
  });

  it('passes on a sentinel without a status line', () => {
    for (const tail of ['\n', 'x\n', '1234\n', '12', '']) {
      const text = `a${sentinel}${tail}`;
      assert.deepEqual(scan(sentinel, chop(text, 5)), { output: text, seen: 0 });
    }
  });

  it('is unguessable and new each time', () => {
    assert.match(sentinel, /^\u001e[0-9a-f]{32}$/);
    assert.notEqual(createSentinel(), sentinel);
  });

  it('neither loses nor changes bytes, whatever the chunks', () => {
    const piece = fc.oneof(
      fc.constantFrom('\u001e', sentinel.slice(0, 5), sentinel, `${sentinel}7\n`, '\n', '0'),
      fc.string({ unit: 'binary-ascii', maxLength: 9 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 40 }), (pieces, size) => {
        const text = pieces.join('');
        const status = new RegExp(`${sentinel}\\d{1,3}\\n`, 'g');
        const expected = { output: text.replace(status, ''), seen: text.match(status)?.length ?? 0 };
        assert.deepEqual(scan(sentinel, chop(text, size)), expected);
      }),
    );
  });
});
