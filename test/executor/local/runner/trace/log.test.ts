import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { JobLog, outputLimitBytes } from '../../../../../executor/src/local/runner/trace/index.js';
import { cut } from './chain.js';

function logged(writes: readonly Buffer[], limit?: number): { text: Buffer; log: JobLog } {
  const out: Buffer[] = [];
  const log = new JobLog((bytes) => out.push(Buffer.from(bytes)), limit);
  for (const one of writes) log.write(one);
  log.finish();
  return { text: Buffer.concat(out), log };
}

/** Go's rule, one byte at a time: every byte that begins no valid sequence is one U+FFFD. */
function reference(bytes: Buffer): string {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const whole = [1, 2, 3, 4].find((length) => {
      try {
        return (
          at + length <= bytes.length && [...strict.decode(bytes.subarray(at, at + length))].length === 1
        );
      } catch {
        return false;
      }
    });
    text += whole === undefined ? '\ufffd' : strict.decode(bytes.subarray(at, at + whole));
    at += whole ?? 1;
  }
  return text;
}

describe('job log', () => {
  it('replaces each broken byte, across writes, and nothing else', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom('é', '日', '🚀', '\ufeff', 'a').map((text) => Buffer.from(text)),
      fc
        .constantFrom([0xe2, 0x82], [0xf0, 0x9f, 0x9a], [0xed, 0xa0, 0x80], [0xc0, 0xaf])
        .map((b) => Buffer.from(b)),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat()), (pieces, places) => {
        const bytes = Buffer.concat(pieces);
        assert.equal(logged(cut(bytes, places)).text.toString('utf8'), reference(bytes));
      }),
    );
  });

  it('stops at the limit, at a whole character, with a last sentence', () => {
    const { text, log } = logged([Buffer.from('aé'), Buffer.from('é'), Buffer.from('more')], 4);
    assert.equal(
      text.toString('utf8'),
      "aé\n\x1b[33;1mJob's log exceeded limit of 4 bytes.\n" +
        'Job execution will continue but no more output will be collected.\x1b[0;m\n',
    );
    assert.equal(log.size, text.length);
    assert.equal(outputLimitBytes(undefined), 4_194_304);
    assert.equal(outputLimitBytes(2), 2048);
  });

  it('sums what it wrote', () => {
    const { text, log } = logged([Buffer.from('a\xff', 'latin1'), Buffer.from('b')]);
    assert.equal(log.checksum, `crc32:${crc32(text).toString(16).padStart(8, '0')}`);
    assert.equal(logged([]).log.checksum, 'crc32:00000000');
  });
});
