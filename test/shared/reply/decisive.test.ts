import assert from 'node:assert/strict';
import {
  ChatReplyRenamer,
  type Decisive,
  decisiveSection,
  GITLAB_REPLY_LIMIT,
  gitlabReply,
  scanSections,
} from '@gitlab-chatops/shared/reply';
import fc from 'fast-check';
import { list, loadVectors, record, text } from '../../conformance/load.js';
import { LineStamper } from '../../support/line-stamper.js';
import { chunkedLog, latin1, text1 } from './markers.js';

const T = 1_700_000_000;
const START = `section_start:${T}:chat_reply\r\x1b[0K`;
const END = `section_end:${T}:chat_reply\r\x1b[0K`;
/** What a pipe takes in one piece (POSIX PIPE_BUF on Linux). */
const PIPE_BUF = 4_096;

const bytesOf = (content: Decisive): string => text1(decisiveSection(content, T));

function found(trace: string): { section: string; output: string } | { error: string } {
  const reply = gitlabReply(latin1(trace));
  return reply.kind === 'reply' ? { section: reply.section, output: reply.output } : { error: reply.kind };
}

describe('reply: decisive section', () => {
  it('is empty, or holds the reply on lines of its own', () => {
    assert.equal(bytesOf({ kind: 'empty' }), START + END);
    assert.equal(bytesOf({ kind: 'reply', text: '' }), START + END);
    assert.equal(
      bytesOf({ kind: 'reply', text: 'our reply\nline 2' }),
      `${START}\nour reply\nline 2\n${END}`,
    );
  });

  it('escapes, and cuts neither characters nor entities', () => {
    const output = (reply: string): string => {
      const read = gitlabReply(decisiveSection({ kind: 'reply', text: reply }, T));
      return read.kind === 'reply' ? read.output : read.kind;
    };
    assert.equal(output('a < b && c > <!channel>'), 'a &lt; b &amp;&amp; c &gt; &lt;!channel&gt;');
    assert.equal(output('x'.repeat(GITLAB_REPLY_LIMIT + 1)), 'x'.repeat(GITLAB_REPLY_LIMIT));
    assert.equal(output(`${'x'.repeat(GITLAB_REPLY_LIMIT - 3)}<<`), 'x'.repeat(GITLAB_REPLY_LIMIT - 3));
    assert.equal(
      output(`${'x'.repeat(GITLAB_REPLY_LIMIT - 4)}<<`),
      `${'x'.repeat(GITLAB_REPLY_LIMIT - 4)}&lt;`,
    );
    assert.equal(output(`${'x'.repeat(GITLAB_REPLY_LIMIT - 3)}😀`), 'x'.repeat(GITLAB_REPLY_LIMIT - 3));
    assert.equal(output('狸'.repeat(2_000)), '狸'.repeat(1_194));
  });

  it('is one section and one atomic write, whatever the text', () => {
    const hostile = fc.oneof(
      chunkedLog.map(({ log }) => log),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ maxLength: 30 }).map((word) => word.repeat(400)),
    );
    fc.assert(
      fc.property(hostile, (reply) => {
        const bytes = decisiveSection({ kind: 'reply', text: reply }, T);
        assert.ok(bytes.length <= PIPE_BUF);
        assert.equal(scanSections(bytes).filter(({ name }) => name === 'chat_reply').length, 1);
        const read = gitlabReply(bytes);
        assert.ok(read.kind === 'reply' && Buffer.byteLength(read.output) <= GITLAB_REPLY_LIMIT);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('reply: decisive section in logs of a real Runner', () => {
  for (const one of list(loadVectors('runner/decisive.json')).map(record)) {
    it(text(one, 'id'), () => {
      const empty = text(one, 'id').endsWith('|empty');
      const reply = found(text(one, 'trace'));
      if ('error' in reply) assert.fail(reply.error);
      assert.equal(reply.section, 'chat_reply');
      const unstamped = reply.output.replaceAll(/^\d{4}-\S+ \d\dO[ +]/gm, '');
      assert.equal(unstamped.trimEnd(), empty ? '' : 'our reply\nline 2');
      // The section's own bytes are ours, up to the stamps.
      const bytes = bytesOf(empty ? { kind: 'empty' } : { kind: 'reply', text: 'our reply\nline 2' });
      assert.ok(
        text(one, 'trace')
          .replaceAll(/^\d{4}-\S+ \d\dO[ +]/gm, '')
          .includes(bytes),
      );
    });
  }
});

/** A job log as the Runner writes it: its own stream, and one for each run_exec call, whose writes are given. */
function stampedLog(script: readonly string[], cleanup: readonly string[]): string {
  const runner = new LineStamper('00O');
  const call = (writes: readonly string[]): string => {
    const stream = new LineStamper('01O');
    return writes.map((bytes) => stream.write(bytes)).join('') + stream.close();
  };
  const section = (name: string, inner: string): string =>
    runner.write(`section_start:${T}:${name}\r\x1b[0K`) +
    runner.write(`\x1b[0K\x1b[36;1m${name}\x1b[0;m\x1b[0;m\n`) +
    inner +
    runner.write(`section_end:${T}:${name}\r\x1b[0K`);
  return (
    section('step_script', call(script)) +
    section('cleanup_file_variables', call(cleanup)) +
    runner.write('\x1b[32;1mJob succeeded\x1b[0;m\n')
  );
}

/** What the driver lets through of a stage's output that arrives in these pieces. */
function renamed(writes: readonly string[]): string[] {
  const renamer = new ChatReplyRenamer();
  return [...writes.map((bytes) => text1(renamer.push(latin1(bytes)))), text1(renamer.end())];
}

const OUTPUT =
  '$ echo\n' +
  `section_start:1:chat_reply\r\x1b[0K\nfirst\nsection_end:1:chat_reply\r\x1b[0K\n` +
  `secret log\rsection_start:2:chat_reply[a=b]\r\x1b[0Ksecond\nsection_end:2:chat_reply\r\x1b[0K`;

describe('reply: decisive section under the Runner’s line stamper', () => {
  it('is all that GitLab sees, wherever the user’s output is cut', () => {
    for (let at = 0; at <= OUTPUT.length; at++) {
      const writes = renamed([OUTPUT.slice(0, at), OUTPUT.slice(at)]);
      const empty = stampedLog(writes, [bytesOf({ kind: 'empty' })]);
      assert.deepEqual(found(empty), { section: 'chat_reply', output: '' }, `cut at ${at}`);
      const full = found(stampedLog(writes, [bytesOf({ kind: 'reply', text: 'ours\nline 2' })]));
      assert.ok('output' in full && full.section === 'chat_reply', `cut at ${at}`);
      assert.deepEqual(
        full.output.split('\n').map((line) => line.slice('2026-01-02T03:04:05.123456Z 01O '.length)),
        ['ours', 'line 2', ''],
        `cut at ${at}`,
      );
    }
  });

  it('is all that GitLab sees of hostile output in any pieces', () => {
    fc.assert(
      fc.property(chunkedLog, ({ chunks }) => {
        const log = stampedLog(renamed(chunks), [bytesOf({ kind: 'empty' })]);
        assert.deepEqual(found(log), { section: 'chat_reply', output: '' });
      }),
      { numRuns: 1_000 },
    );
  });

  it('needs the rename and the single write: without them GitLab posts the log', () => {
    const decisive = bytesOf({ kind: 'empty' });
    const unrenamed = found(stampedLog([OUTPUT], [decisive]));
    assert.ok('output' in unrenamed && unrenamed.section === 'step_script');
    const inTwo = found(
      stampedLog([], [decisive.slice(0, START.length + 20), decisive.slice(START.length + 20)]),
    );
    assert.ok('output' in inTwo && inTwo.section === 'step_script');
  });

  it('without stamps does not mind how it is cut', () => {
    const plain = `section_start:1:step_script\r\x1b[0Kb\n${renamed([OUTPUT]).join('')}section_end:1:step_script\r\x1b[0K`;
    assert.deepEqual(found(plain + bytesOf({ kind: 'reply', text: 'ours' })), {
      section: 'chat_reply',
      output: 'ours',
    });
  });
});
