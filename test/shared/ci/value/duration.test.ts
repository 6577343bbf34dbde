import assert from 'node:assert/strict';
import { parseDuration } from '../../../../shared/src/ci/value/duration.js';

/** Seconds that gem chronic_duration gives; undefined where it raises or finds nothing. */
const DURATIONS: readonly (readonly [string, number | undefined])[] = [
  ['3600', 3600],
  ['1:30', 90],
  ['2:3:4', 7384],
  ['2h30m', 9000],
  ['1.5h', 5400],
  ['1 hour, 3 min', 3780],
  ['2 months', 5_184_000],
  ['day', 86_400],
  ['three hours', 10_800],
  ['twenty-two days', 1_900_800],
  ['two hundred and five seconds', 205],
  ['hundred five', 5],
  ['1 day and a half', undefined],
  ['5 foo', undefined],
  ['-5 min', undefined],
  ['0', undefined],
  ['', undefined],
  ['never', undefined],
  ['1:2:3:4:5:6:7', undefined],
];

describe('durations', () => {
  for (const [text, seconds] of DURATIONS) {
    it(`${JSON.stringify(text)} is ${seconds ?? 'none'}`, () => assert.equal(parseDuration(text), seconds));
  }
});
