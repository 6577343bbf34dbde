import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { YamlNode } from '../../../../shared/src/ci/node.js';
import { loadDocuments } from '../../../../shared/src/ci/yaml/index.js';

const PIECES = [
  ...[
    'a',
    'b',
    'job',
    '1',
    'yes',
    '~',
    ':s',
    '"q"',
    "'s'",
    '- ',
    '-',
    ': ',
    ':',
    '? ',
    ', ',
    '[',
    ']',
    '{',
    '}',
  ],
  ...[
    '#c',
    '&a ',
    '*a',
    '!x ',
    '!reference ',
    '|',
    '>',
    '|2',
    '%',
    '@',
    '"',
    "'",
    '\n',
    '\n  ',
    '\n- ',
    '\t',
  ],
  ...['---', '...', '<<: ', '\\', 'é', '😀', '\r\n', '$[[ x ]]', '\u2028', '\u0000', '\ud800', '2020-01-01'],
];

const yamlLike = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(''));

describe('YAML reader: any text', () => {
  it('never throws, and says the same twice', () => {
    fc.assert(
      fc.property(fc.oneof(yamlLike, fc.string({ unit: 'binary' })), (text) => {
        assert.deepEqual(loadDocuments('f', text), loadDocuments('f', text));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every place inside the text, children inside their parents', () => {
    const inside = (node: YamlNode, from: number, to: number): void => {
      const { start, end } = node.at;
      assert.ok(from <= start && start <= end && end <= to, `${start}–${end} in ${from}–${to}`);
      if (node.kind === 'sequence') for (const item of node.items) inside(item, 0, to);
    };
    fc.assert(
      fc.property(yamlLike, (text) => {
        const loaded = loadDocuments('f', text);
        if (!loaded.ok) {
          const { start, end } = loaded.problem.at;
          assert.ok(0 <= start && start <= end && end <= text.length);
          return;
        }
        for (const document of loaded.documents) {
          for (const { key, value } of document.entries.values()) {
            inside(key, 0, text.length);
            inside(value, 0, text.length);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
