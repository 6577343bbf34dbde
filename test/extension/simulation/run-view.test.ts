import assert from 'node:assert/strict';
import type { RunEvent } from '@gitlab-chatops/shared/simulation';
import { BEGUN, nextView } from '../../../extension/src/simulation/run-view.js';

const reply = (ts: string, text: string): RunEvent => ({
  event: 'reply',
  ts,
  isDirect: false,
  message: { text },
});

describe('what is known of a run', () => {
  it('keeps each message as it was last, in the order of their first appearance', () => {
    const view = [reply('1', 'running'), reply('2', 'other'), reply('1', 'failed')].reduce(nextView, BEGUN);
    assert.deepEqual(
      view.replies.map(({ message }) => message.text),
      ['failed', 'other'],
    );
  });

  it('is not changed by the log', () => {
    const view = nextView(BEGUN, { event: 'trace', data: '' });
    assert.equal(view, BEGUN);
  });
});
