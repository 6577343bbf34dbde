import assert from 'node:assert/strict';
import { nearest, nearestWord } from '@gitlab-chatops/shared/words';

describe('the nearest known word', () => {
  const known = ['deploy', 'destroy', 'test'];

  it('takes two letters for a slip, neighbours swapped for one', () => {
    assert.equal(nearest('delpoy', known), 'deploy');
    assert.equal(nearest('TSET', known), 'test');
    assert.equal(nearest('tests', known), 'test');
    assert.equal(nearest('build', known), undefined);
  });

  it('is quick with long words', () => {
    assert.equal(nearest('d'.repeat(1_000_000), known), undefined);
    assert.equal(nearest('x'.repeat(1_000), ['y'.repeat(1_000)]), undefined);
  });

  it('says so in a sentence, or nothing', () => {
    assert.equal(nearestWord('detroy', known), '; did you mean destroy?');
    assert.equal(nearestWord('', []), '');
  });
});
