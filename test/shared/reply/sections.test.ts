import assert from 'node:assert/strict';
import { scanSections } from '@gitlab-chatops/shared/reply';
import fc from 'fast-check';
import { hostileLog, latin1, oracleMarkers } from './markers.js';

describe('reply: sections by GitLab’s rule', () => {
  it('agrees with a plain reading of the rule', () => {
    fc.assert(
      fc.property(hostileLog, (log) => {
        assert.deepEqual(scanSections(latin1(log)), oracleSections(log));
      }),
      { numRuns: 3_000 },
    );
  });

  it('never throws on random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void scanSections(bytes)));
  });

  it('reads megabytes of digits, name and options as one try', () => {
    const many = 4_000_000;
    const log = `section_start:${'1'.repeat(many)}:${'n'.repeat(many)}[a=${'b'.repeat(many)}]\r\x1b[0Ktextsection_end:1:${'n'.repeat(many)}\r\x1b[0K`;
    const [section, ...others] = scanSections(latin1(log));
    assert.equal(section?.name.length, many);
    assert.equal(section.byteEnd - section.byteStart, 'text'.length);
    assert.deepEqual(others, []);
  });

  it('reads a log of nothing but begun markers', () => {
    assert.deepEqual(scanSections(latin1('section_start:'.repeat(300_000))), []);
    assert.deepEqual(scanSections(latin1('section_start:1:section_'.repeat(200_000))), []);
  });
});

/** Names with exactly a start and then an end, in the order of their first marker. */
function oracleSections(log: string): unknown[] {
  const markers = oracleMarkers(log);
  return [...new Set(markers.map(({ name }) => name))].flatMap((name) => {
    const own = markers.filter((marker) => marker.name === name);
    const [first, second] = own;
    if (own.length !== 2 || first?.action !== 'start' || second?.action !== 'end') return [];
    return [{ name, byteStart: first.end, byteEnd: second.begin }];
  });
}
