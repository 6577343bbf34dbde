import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isScalar, parseDocument, Scalar, stringify } from 'yaml';
import { mapScalar } from '../../../../shared/src/lint/places/scalar-map.js';

/** Reads the one value of `key: …` and its source range, as a YAML parser gives them. */
function scalarOf(text: string): { source: string; start: number; value: string } {
  const node = parseDocument(text).get('key', true);
  assert.ok(isScalar(node) && typeof node.value === 'string' && node.range);
  const [start, end] = node.range;
  return { source: text.slice(start, end), start, value: node.value };
}

/** The file text under each character of the value that equals itself there. */
function assertMapped(text: string, word: string): void {
  const { source, start, value } = scalarOf(text);
  const map = mapScalar(source, start, value);
  const at = value.indexOf(word);
  assert.ok(at >= 0, `${word} in ${JSON.stringify(value)}`);
  assert.equal(text.slice(map.toFile(at), map.toFile(at) + word.length), word);
  assert.equal(map.isVerbatim(at, at + word.length), true);
}

describe('lint places: scalar map', () => {
  it('follows every style of YAML scalar', () => {
    assertMapped('key: echo $CHAT_INPUT\n', '$CHAT_INPUT');
    assertMapped('key: one\n  two $X\n', '$X');
    assertMapped("key: 'it''s $X'\n", '$X');
    assertMapped('key: "a\\tb \\u00e9 $X"\n', '$X');
    assertMapped('key: "a \\\n  b $X"\n', '$X');
    assertMapped('key: |\n  one\n    two $X\n\n  three\n', '$X');
    assertMapped('key: |2\n    one $X\n', '$X');
    assertMapped('key: >-\n  one\n  two\n\n  three $X\n    four\n', '$X');
    assertMapped('key: |\r\n  one\r\n  two $X\r\n', '$X');
  });

  it('says that escaped text is not verbatim', () => {
    const { source, start, value } = scalarOf('key: "a\\tb"\n');
    assert.equal(mapScalar(source, start, value).isVerbatim(0, value.length), false);
  });

  it('maps any printable text in any style (property)', () => {
    const styles = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;
    const line = fc.string({
      unit: fc.constantFrom('a', 'b', '$', ' ', '"', "'", '\\', '#', ':', '|'),
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.constantFrom(...styles), (lines, style) => {
        const scalar = new Scalar(lines.join('\n'));
        scalar.type = style;
        const text = stringify({ key: scalar });
        // The library itself writes some values, such as ":\na", so that they read as something else.
        const node = parseDocument(text).get('key', true);
        fc.pre(isScalar(node) && typeof node.value === 'string');
        const { source, start, value } = scalarOf(text);
        const map = mapScalar(source, start, value);
        for (let at = 0; at < value.length; at++) {
          const offset = map.toFile(at);
          assert.ok(offset >= start && offset <= start + source.length);
          if (map.isVerbatim(at, at + 1)) assert.equal(text[offset], value[at]);
        }
      }),
    );
  });
});
