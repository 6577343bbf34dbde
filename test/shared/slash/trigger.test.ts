import assert from 'node:assert/strict';
import { triggerRefusal } from '@gitlab-chatops/shared/slash';
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
});
