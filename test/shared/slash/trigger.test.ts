import assert from 'node:assert/strict';
import { appTriggerRefusal, triggerRefusal } from '@gitlab-chatops/shared/slash';
import { pinnedVectors, record } from '../../conformance/load.js';

describe('slash: trigger endpoint', () => {
  for (const vector of pinnedVectors('slash', 'api')) {
    const input = record(vector.input);
    if (typeof input.path !== 'string') continue; // slash-070 is about the model below the endpoint
    const path = input.path.split('/');
    it(`${String(vector.id)}: ${String(vector.title)}`, () => {
      const token = record(input.params).token;
      const refusal = triggerRefusal(
        { slug: path[4] ?? '', token: typeof token === 'string' ? token : null },
        input.active === true ? 'secrettoken' : null,
        (one, other) => one === other,
      );
      const expected = record(vector.expected);
      assert.equal(refusal?.status ?? 200, expected.status);
      if ('body' in expected) assert.deepEqual(refusal?.body, expected.body);
    });
  }

  it('takes no blank token', () => {
    const refusal = triggerRefusal(
      { slug: 'slack_slash_commands', token: ' ' },
      ' ',
      (one, other) => one === other,
    );
    assert.equal(refusal?.status, 404);
  });

  it('of the app needs a text, and hides a wrong token', () => {
    const same = (one: string, other: string): boolean => one === other;
    assert.equal(appTriggerRefusal({ text: null, token: 't' }, 't', same)?.status, 400);
    assert.deepEqual(appTriggerRefusal({ text: '', token: 'x' }, 't', same), {
      status: 404,
      body: { message: '404 Not Found' },
    });
    assert.equal(appTriggerRefusal({ text: '', token: 't' }, 't', same), null);
  });
});
