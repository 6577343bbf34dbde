import assert from 'node:assert/strict';
import { isScalar, parse, parseDocument } from 'yaml';
import { editScalar } from '../../../../shared/src/lint/places/scalar-edit.js';
import { mapScalar } from '../../../../shared/src/lint/places/scalar-map.js';

/** Quotes the first `$X` of the value in the file and returns the new file. */
function quoteX(text: string): string | undefined {
  const node = parseDocument(text).get('key', true);
  assert.ok(isScalar(node) && typeof node.value === 'string' && node.range);
  const [start, end] = node.range;
  const place = { file: 'f.yml', source: text.slice(start, end), start, value: node.value };
  const at = node.value.indexOf('$X');
  const edit = editScalar(place, mapScalar(place.source, start, node.value), at, at + 2, '"$X"');
  return edit && text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
}

describe('lint places: scalar edit', () => {
  it('edits in the style that stands there and keeps the rest', () => {
    assert.equal(quoteX('key: echo $X # why\n'), 'key: echo "$X" # why\n');
    assert.equal(quoteX("key: 'echo $X'\n"), `key: 'echo "$X"'\n`);
    assert.equal(quoteX('key: "echo $X"\n'), 'key: "echo \\"$X\\""\n');
    assert.equal(quoteX('key: |\n  one\n  echo $X\n'), 'key: |\n  one\n  echo "$X"\n');
  });

  it('quotes the whole scalar where plain style would change its meaning', () => {
    const edited = quoteX("key: $X 'now' # why\n");
    assert.equal(edited, `key: '"$X" ''now''' # why\n`);
    assert.deepEqual(parse(edited ?? ''), { key: `"$X" 'now'` });
  });

  it('gives no edit where the file does not hold the text as it is', () => {
    assert.equal(quoteX('key: "echo \\u0024X"\n'), undefined);
    assert.equal(quoteX('key: $X\n  more\n'), undefined);
  });
});
