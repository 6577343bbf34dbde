import assert from 'node:assert/strict';
import { ChatReplyRenamer, MARKER_HOLD_LIMIT } from '@gitlab-chatops/shared/reply';
import fc from 'fast-check';
import { chunkedLog, latin1, oracleMarkers, text1 } from './markers.js';

function rename(chunks: readonly string[]): string {
  const renamer = new ChatReplyRenamer();
  let out = '';
  for (const chunk of chunks) {
    const bytes = latin1(chunk);
    out += text1(renamer.push(bytes));
    bytes.fill(0x58); // the caller's buffer may be reused
  }
  return out + text1(renamer.end());
}

/** The log with the name of each `chat_reply` marker of GitLab's replaced. */
function oracleRename(log: string): string {
  let out = log;
  for (const { name, begin, end } of oracleMarkers(log)) {
    if (name !== 'chat_reply') continue;
    out = out.slice(0, begin) + log.slice(begin, end).replace(':chat_reply', ':chat_print') + out.slice(end);
  }
  return out;
}

describe('reply: marker rename filter', () => {
  it('renames exactly GitLab’s chat_reply markers, wherever chunks end', () => {
    fc.assert(
      fc.property(chunkedLog, ({ log, chunks }) => {
        assert.equal(rename(chunks), oracleRename(log));
      }),
      { numRuns: 5_000 },
    );
  });

  it('leaves GitLab no chat_reply marker', () => {
    fc.assert(
      fc.property(chunkedLog, ({ chunks }) => {
        assert.ok(oracleMarkers(rename(chunks)).every(({ name }) => name !== 'chat_reply'));
      }),
    );
  });

  it('passes other output on at once', () => {
    const renamer = new ChatReplyRenamer();
    const shown = (chunk: string): string => text1(renamer.push(latin1(chunk)));
    assert.equal(shown('100 % done: s'), '100 % done: s');
    assert.equal(shown('ection_start:17'), 'ection_start:17');
    assert.equal(shown('00:chat_'), '00:chat_');
    assert.equal(shown('r'), '');
    assert.equal(shown('eply[a=b'), '');
    assert.equal(shown(']\r\x1b[0'), '');
    assert.equal(shown('Kok'), 'print[a=b]\r\x1b[0Kok');
    assert.equal(shown('section_end:1:chat_reply'), 'section_end:1:chat_');
    assert.equal(shown('2'), 'reply2');
    assert.equal(shown('section_end:1:chat_reply\r'), 'section_end:1:chat_');
    assert.equal(text1(renamer.end()), 'reply\r');
  });

  it('hands an untouched chunk back without copying it', () => {
    const chunk = latin1('nothing to see here\n'.repeat(10));
    assert.equal(new ChatReplyRenamer().push(chunk).buffer, chunk.buffer);
  });

  it('renames rather than waits for options beyond the limit, alike for every chunk size', () => {
    const log = `section_start:1:chat_reply[a=${'b'.repeat(MARKER_HOLD_LIMIT)}!`;
    for (const size of [999, 70_000, log.length]) {
      const chunks = Array.from({ length: Math.ceil(log.length / size) }, (_, i) =>
        log.slice(i * size, (i + 1) * size),
      );
      assert.equal(rename(chunks), log.replace('chat_reply', 'chat_print'));
    }
  });

  it('holds little of megabytes of digits or options', () => {
    for (const begin of ['section_start:', 'section_start:1:chat_reply[a=']) {
      const renamer = new ChatReplyRenamer();
      let out = renamer.push(latin1(begin)).length;
      const chunk = latin1('1'.repeat(10_000));
      for (let i = 0; i < 1_000; i++) out += renamer.push(chunk).length;
      assert.ok(begin.length + 10_000_000 - out <= MARKER_HOLD_LIMIT + 10_000, begin);
    }
  });
});
