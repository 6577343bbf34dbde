import assert from 'node:assert/strict';
import { runProblems } from '@gitlab-chatops/shared/simulation';

const start = (name: string): string => `section_start:1700000000:${name}\r\x1b[0K`;
const end = (name: string): string => `section_end:1700000001:${name}\r\x1b[0K`;
const reply = (text: string): string => `${start('chat_reply')}\n${text}\n${end('chat_reply')}\n`;
const job = (output: string): string => `${start('step_script')}\n${output}${end('step_script')}\n`;

const codes = (log: string | Uint8Array, succeeded = true): string[] =>
  runProblems({ trace: typeof log === 'string' ? new TextEncoder().encode(log) : log, succeeded }).map(
    ({ problem }) => problem.code,
  );

describe('what a finished run shows', () => {
  it('is nothing for a job that replies as it should', () => {
    assert.deepEqual(codes(job(reply('deployed'))), []);
    assert.deepEqual(codes(job('$ echo hello\nhello\n')), []);
  });

  it('is an empty reply, and that only of a job that succeeded', () => {
    assert.deepEqual(codes(job(reply(''))), ['CHAT_RUN_REPLY_EMPTY']);
    assert.deepEqual(codes(job(`${start('chat_reply')}same line${end('chat_reply')}\n`)), [
      'CHAT_RUN_REPLY_EMPTY',
    ]);
    assert.deepEqual(codes(job(reply('2026-11-24T15:31:39.258781Z 01O '))), ['CHAT_RUN_REPLY_EMPTY']);
    assert.deepEqual(codes(job(reply('')), false), []);
  });

  it('is a reply that GitLab cuts, by its bytes', () => {
    assert.deepEqual(codes(job(reply('é'.repeat(1_792)))), []);
    assert.deepEqual(codes(job(reply('é'.repeat(1_793)))), ['CHAT_RUN_REPLY_TOO_LARGE']);
  });

  it('is a section that GitLab does not see', () => {
    assert.deepEqual(codes(job(`$ x\n${start('chat_reply')}\nhello\n`)), ['CHAT_RUN_SECTION_OPEN']);
    assert.deepEqual(codes(job(`$ x\nhello\n${end('chat_reply')}\n`)), ['CHAT_RUN_SECTION_NO_START']);
    assert.deepEqual(codes(job(`$ x\n${reply('a')}${reply('b')}`)), ['CHAT_RUN_SECTION_TWICE']);
  });

  it('is a reply that is no text', () => {
    const [before = '', after = ''] = job(reply('?')).split('?');
    const bytes = [...new TextEncoder().encode(before), 0xff, ...new TextEncoder().encode(after)];
    assert.deepEqual(codes(Uint8Array.from(bytes)), ['CHAT_RUN_REPLY_NOT_UTF8']);
  });

  it('is a masked value in the output', () => {
    assert.deepEqual(codes(job('$ env\nTOKEN=[MASKED]\n')), ['CHAT_RUN_SECRET_PRINTED']);
  });
});
