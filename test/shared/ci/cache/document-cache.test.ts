import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DocumentCache } from '../../../../shared/src/ci/cache/index.js';
import { loadDocuments } from '../../../../shared/src/ci/yaml/index.js';

const line = fc.constantFrom(
  'a: 1',
  'b:',
  '  - x',
  '- y',
  '  c: "q"',
  'd: |',
  '    text: 1',
  '  more',
  'e: >+',
  'f: "open',
  'close"',
  "g: 'it''s'",
  'h: {i: 1, j: [2, 3]}',
  'k: [1,',
  '2]',
  '.l: &l',
  '  m: &m {n: 1}',
  'o: *l',
  'p:',
  '  <<: *m',
  '<<: {q: 1}',
  '&r s: 1',
  '*m : 1',
  '? t',
  ': u',
  '? [v]',
  '"w": !reference [a, b]',
  'x: !!str 1',
  '# comment',
  '   # more',
  '',
  '  ',
  '\ty: 1',
  '---',
  '--- z: 1',
  '...',
  '%YAML 1.1',
  '{}',
  'plain',
  'spec: {inputs: {}}',
  '😀: é',
  'é: 😀 # 😀',
);
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\n', '\r\n', '\r', '\u2028');
const lines = fc
  .array(fc.tuple(line, lineEnd), { maxLength: 14 })
  .map((list) => list.map(([one, end]) => one + end).join(''));
/** Sound by themselves. */
const entry = fc.constantFrom(
  'a: 1\n',
  'bb:\n  - x\n  - {y: 1}\n',
  'cc: &l\n  n: 1\n',
  'dd: &l [1]\n',
  'ee: *l\n',
  'ff:\n  g: *l\n',
  'gg:\n  <<: {n: *l}\n',
  'hh: |+\n    text\n\n\n',
  'ii: >-\n  one\n   two\n',
  'jj: "x\n\n  y"\n',
  'kk:\n- z\n# about ll\nll:\n',
  '<<: {mm: 1}\n',
  '😀: é # 😀\r\n',
  '? nn\n: 1\n',
  '{}\n',
);
const entries = fc.array(entry, { maxLength: 8 }).map((list) => list.join(''));
const text = fc.oneof({ weight: 3, arbitrary: entries }, { weight: 1, arbitrary: lines });

type Edit = (now: string, at: number) => string;

/** Something is deleted and something typed, at any place, surrogates and CR LF not spared. */
const anywhere: fc.Arbitrary<Edit> = fc
  .record({
    gone: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(40)),
    typed: fc.constantFrom(
      '',
      'x',
      ' ',
      '\n',
      '"',
      ':',
      '#',
      '-',
      '&l ',
      '*l',
      '\r',
      '\ud83d',
      '--',
      '...\n',
    ),
  })
  .map(
    ({ gone, typed }) =>
      (now, at) =>
        now.slice(0, at) + typed + now.slice(at + gone),
  );

/** Whole lines. */
const atLine: fc.Arbitrary<Edit> = fc
  .record({
    gone: fc.nat(2),
    typed: fc.oneof(
      entry,
      line.map((one) => `${one}\n`),
      fc.constant(''),
    ),
  })
  .map(({ gone, typed }) => (now, at) => {
    const all = now.split('\n');
    const place = now.slice(0, at).split('\n').length - 1;
    all.splice(place, gone, ...typed.split('\n').slice(0, -1));
    return all.join('\n');
  });

const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.oneof(anywhere, atLine));

describe('ci: a file read again after an edit', () => {
  it('is what a first reading gives, places included', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 8 }), (start, edits) => {
        const cache = new DocumentCache();
        let now = start;
        cache.load('f', now);
        for (const [at, change] of edits) {
          now = change(now, Math.floor(at * now.length));
          assert.deepEqual(cache.load('f', now), loadDocuments('f', now));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('parses only the entries that the edit touches', () => {
    const cache = new DocumentCache();
    const nodes = (now: string) => {
      const loaded = cache.load('f', now);
      assert.ok(loaded.ok);
      return [...(loaded.documents[0]?.entries.values() ?? [])].map(({ value }) => value);
    };
    const [a, b, c] = nodes('aaaa: 1\nbbbb: 2\ncccc: 3\n');
    const again = nodes('aaaa: 1\nbbbb: 20\ncccc: 3\n');
    assert.equal(again[0], a);
    assert.notEqual(again[1], b);
    assert.deepEqual(again[2], { ...c, at: { file: 'f', start: 23, end: 24, line: 3, column: 7 } });
    // A text that is no YAML in between.
    nodes('aaaa: 1\nbbbb: 20\ncccc: 3\n');
    assert.equal(cache.load('f', 'aaaa: 1\nbbbb: [20\ncccc: 3\n').ok, false);
    assert.equal(nodes('aaaa: 1\nbbbb: [20]\ncccc: 3\n')[0], a);
  });
});
