import assert from 'node:assert/strict';
import { MARKER_HOLD_LIMIT, MarkerScanner, type ScanPiece } from '@gitlab-chatops/shared/reply';
import fc from 'fast-check';
import { chunkedLog, latin1, oracleMarkers, text1 } from './markers.js';

function scan(chunks: readonly string[]): ScanPiece[] {
  const scanner = new MarkerScanner();
  const pieces: ScanPiece[] = [];
  for (const chunk of chunks) {
    const bytes = latin1(chunk);
    // Copied before the buffer is spoilt, as a caller that reuses its buffer must do with views.
    for (const piece of scanner.push(bytes)) pieces.push({ ...piece, bytes: piece.bytes.slice() });
    bytes.fill(0x58);
  }
  return [...pieces, ...scanner.end()];
}

const markersOf = (pieces: readonly ScanPiece[]) =>
  pieces.flatMap((piece) =>
    piece.kind === 'marker'
      ? [{ action: piece.action, name: piece.name, begin: piece.at, end: piece.at + piece.bytes.length }]
      : [],
  );

const joined = (pieces: readonly ScanPiece[]): string => pieces.map(({ bytes }) => text1(bytes)).join('');

describe('reply: streaming marker scanner', () => {
  it('finds the same markers wherever chunks end, and gives every byte once and in order', () => {
    fc.assert(
      fc.property(chunkedLog, ({ log, chunks }) => {
        const pieces = scan(chunks);
        assert.equal(joined(pieces), log);
        assert.deepEqual(markersOf(pieces), oracleMarkers(log));
        for (const piece of pieces) assert.notEqual(piece.bytes.length, 0);
      }),
      { numRuns: 3_000 },
    );
  });

  it('holds back only what may still be a marker', () => {
    const scanner = new MarkerScanner();
    const shown = (chunk: string): string => joined(scanner.push(latin1(chunk)));
    assert.equal(shown('hello s'), 'hello ');
    assert.equal(shown('ection_x'), 'section_x');
    assert.equal(shown('section_start:1:a'), '');
    assert.equal(shown('!'), 'section_start:1:a!');
    assert.equal(shown('section_start:1:section_start'), '');
    assert.equal(shown(':'), 'section_start:1:');
    assert.equal(joined(scanner.end()), 'section_start:');
  });

  it('lets go of a try beyond its limit, alike for every chunk size', () => {
    const name = 'n'.repeat(MARKER_HOLD_LIMIT);
    const log = `section_start:1:${name}\r\x1b[0Ksection_end:2:b\r\x1b[0K`;
    for (const size of [1_000, 70_000, log.length]) {
      const chunks = Array.from({ length: Math.ceil(log.length / size) }, (_, i) =>
        log.slice(i * size, (i + 1) * size),
      );
      const pieces = scan(chunks);
      assert.equal(joined(pieces), log);
      assert.deepEqual(markersOf(pieces), oracleMarkers(log).slice(1));
    }
  });

  it('keeps nothing of megabytes of digits', () => {
    const scanner = new MarkerScanner();
    scanner.push(latin1('section_start:'));
    const chunk = latin1('1'.repeat(10_000));
    let out = 0;
    for (let i = 0; i < 1_000; i++) for (const { bytes } of scanner.push(chunk)) out += bytes.length;
    assert.ok(10_000_000 - out <= MARKER_HOLD_LIMIT, `${10_000_000 - out} bytes held`);
  });

  it('takes a marker that comes byte by byte', () => {
    const log = `section_start:1:${'n'.repeat(60_000)}\r\x1b[0K`;
    assert.equal(markersOf(scan([...log])).length, 1);
  });
});
