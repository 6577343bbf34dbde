import assert from 'node:assert/strict';
import type { RunEvent } from '@gitlab-chatops/shared/simulation';
import { RunText } from '../../../executor/src/cli/run-text.js';

const trace = (text: string, restart = false): RunEvent => ({
  event: 'trace',
  data: Buffer.from(text).toString('base64'),
  ...(restart ? { restart } : {}),
});

describe('the text of run', () => {
  const shown = (events: readonly RunEvent[], columns?: number): string => {
    let out = '';
    const options = columns === undefined ? {} : { columns: () => columns };
    const text = new RunText(
      (piece) => {
        out += piece;
      },
      { colour: false, ...options },
    );
    for (const event of events) text.take(event);
    return out;
  };

  const STAMP = '2026-11-24T15:00:00.000000Z 01';

  it('shows on a terminal what a job has written so far, and takes it back when it goes on', () => {
    const asked = [trace(`${STAMP}O Password: `)];
    assert.equal(shown(asked, 80), 'Password: ');
    assert.equal(shown([...asked, trace('***\n')], 80), 'Password: \r\x1b[KPassword: ***');
    const done = [...asked, trace(`\n${STAMP}O next\n${STAMP}O `)];
    assert.equal(shown(done, 80), 'Password: \r\x1b[KPassword: \nnext\n');
  });

  it('shows no unfinished line that a terminal would wrap, and none in a file or a pipe', () => {
    const asked = [trace(`${STAMP}O Password: `)];
    assert.equal(shown(asked, 10), '');
    assert.equal(shown(asked), '');
  });

  it('begins anew when the log does', () => {
    assert.equal(shown([trace('old'), trace('new\nx', true)], 80), 'old\r\x1b[Knew\nx');
  });

  it('shows no control character of a job but as a dot', () => {
    const out = shown([trace(`${STAMP}O a\x1b]0;owned\x07b\n${STAMP}O c`)]);
    assert.doesNotMatch(out, /[\x1b\x07]/);
  });

  it('shows a message as it was corrected last, and what was noticed', () => {
    const reply = (text: string): RunEvent => ({
      event: 'reply',
      ts: '1.0',
      isDirect: false,
      message: { text },
    });
    const problem = { code: 'CHAT_RUN_REPLY_EMPTY', message: 'Empty.', wayOut: 'Print.' };
    const out = shown([
      reply('first'),
      reply('second'),
      { event: 'gitlab_reply', reply: { kind: 'nothing', reason: 'none' } },
      { event: 'problem', problem, severity: 'warning' },
      { event: 'end', state: 'success' },
    ]);
    assert.equal(
      out,
      '\n── Our reply ──\nsecond\n' +
        "\n── What GitLab's own ChatOps would have posted ──\nnone\n" +
        '\nnote: Empty. [CHAT_RUN_REPLY_EMPTY]\n  Print.\n',
    );
  });
});
