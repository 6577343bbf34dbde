import assert from 'node:assert/strict';

describe('a suite with a failure', () => {
  it('passes', () => {});
  it('fails', () => assert.equal(1, 2));
});
