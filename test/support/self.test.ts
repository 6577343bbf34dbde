import assert from 'node:assert/strict';
import { which } from './needs.js';

describe('test support', () => {
  it('finds a program on PATH and says when there is none', () => {
    assert.equal(which('sh')?.endsWith('/sh'), true);
    assert.equal(which('no-such-program-here'), undefined);
  });
});
