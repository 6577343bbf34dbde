import assert from 'node:assert/strict';
import { InvalidNumberError, typedScalar } from '../../../../shared/src/ci/yaml/scalar-types.js';

/** What Psych 4.0.3 made of each text. */
const TYPES: readonly (readonly [string, string, unknown])[] = [
  ['', 'nil', null],
  ['~', 'nil', null],
  ['NULL', 'nil', null],
  ['nUll', 'nil', null],
  ['yes', 'boolean', true],
  ['On', 'boolean', true],
  ['off', 'boolean', false],
  ['tRue', 'boolean', true],
  ['y', 'string', 'y'],
  ['trueish', 'string', 'trueish'],
  ['n\non', 'boolean', true],
  ['x\non', 'string', 'x\non'],
  ['x\u2028no', 'string', 'x\u2028no'],
  [':a\u2028b', 'symbol', 'a\u2028b'],
  [':"a\u2028b"', 'symbol', 'a\u2028b'],
  ['010', 'integer', 8],
  ['08', 'string', '08'],
  ['0o7', 'string', '0o7'],
  ['0x1F', 'integer', 31],
  ['0X1F', 'string', '0X1F'],
  ['0b11', 'integer', 3],
  ['-0x1f', 'integer', -31],
  ['1_000', 'integer', 1000],
  ['1,000', 'integer', 1000],
  ['1__0', 'string', '1__0'],
  ['0_', 'integer', 0],
  ['100000000000000000000', 'integer', 100000000000000000000n],
  ['1.5', 'float', 1.5],
  ['.5', 'float', 0.5],
  ['1.', 'float', 1],
  ['1e3', 'string', '1e3'],
  ['1.0e+3', 'float', 1000],
  ['1,000.5', 'float', 1000.5],
  ['.', 'string', '.'],
  ['.inf', 'float', Number.POSITIVE_INFINITY],
  ['-.INF', 'float', Number.NEGATIVE_INFINITY],
  ['1:30', 'integer', 5400],
  ['-1:30', 'integer', -1800],
  ['1:2:3', 'integer', 3723],
  ['190:20:30', 'integer', 685230],
  ['1:60', 'string', '1:60'],
  ['12:30:45.5', 'float', 45045.5],
  [':a', 'symbol', 'a'],
  [':"a b"', 'symbol', 'a b'],
  ['::a', 'symbol', ':a'],
  ['2024-13-01', 'string', '2024-13-01'],
  ['2024-01', 'string', '2024-01'],
  ['20240101', 'integer', 20240101],
  ['٣', 'string', '٣'],
];

describe('YAML scalars: the Ruby class of plain text', () => {
  for (const [text, type, value] of TYPES) {
    it(`${JSON.stringify(text)} is ${type}`, () => {
      const node = typedScalar(text);
      assert.equal(node.type, type);
      assert.deepEqual(node.value, value);
    });
  }

  it('refuses dates and times, possible or not', () => {
    for (const text of ['2024-01-01', '2024-1-1', '2024-02-30']) {
      assert.throws(() => typedScalar(text), /^DisallowedClassError: .*Date$/);
    }
    assert.throws(() => typedScalar('2001-12-14 21:59:43.10 -5'), /Time$/);
  });

  it('refuses what looks like a number and is none to Ruby', () => {
    for (const text of ['0x_', '0b,', '.e+3']) assert.throws(() => typedScalar(text), InvalidNumberError);
  });
});
