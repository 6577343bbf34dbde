import assert from 'node:assert/strict';
import { floatText, inspectSymbol, inspectText } from '../../../../shared/src/ci/value/ruby-text.js';

describe('Ruby’s text forms', () => {
  it('writes floats with a fraction, and exponents from 15 digits and below 0.0001', () => {
    const texts = [1, 1.5, -0, 1e14, 1e15, 1.25e20, 0.0001, 0.00001, Number.NaN, Number.NEGATIVE_INFINITY];
    assert.deepEqual(texts.map(floatText), [
      '1.0',
      '1.5',
      '-0.0',
      '100000000000000.0',
      '1.0e+15',
      '1.25e+20',
      '0.0001',
      '1.0e-05',
      'NaN',
      '-Infinity',
    ]);
  });

  it('escapes text as inspect does', () => {
    assert.equal(
      inspectText('a"\\#{b}#c\n\u001b\u2028\u0001\u200bé'),
      '"a\\"\\\\\\#{b}#c\\n\\e\\u2028\\u0001\u200bé"',
    );
  });

  it('quotes symbols that need it', () => {
    assert.deepEqual(['a', 'a b', 'a?', '1', ''].map(inspectSymbol), [':a', ':"a b"', ':a?', ':"1"', ':""']);
  });
});
