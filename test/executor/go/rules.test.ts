import assert from 'node:assert/strict';
import {
  encodeJson,
  expandText,
  fields,
  formatDuration,
  goQuote,
  joinPath,
  parseBool,
  parseDuration,
  parseInteger,
  quoteMeta,
  relativePath,
  trimSpace,
} from '../../../executor/src/go/index.js';
import { jsonSyntaxError } from '../../../executor/src/go/json-syntax.js';

describe('Go rules', () => {
  it('expands as os.Expand', () => {
    const value = (name: string): string => `<${name}>`;
    for (const [text, expanded] of [
      [`$A-\${B}c`, '<A>-<B>c'],
      [`$$ $1 \${!} $-`, '<$> <1> <!> <->'],
      [`\${} \${x`, ' x'],
      ['a$ b$', 'a$ b$'],
      [`\${A:-b}`, '<A:-b>'],
      ['$é', '$é'],
    ] as const) {
      assert.equal(expandText(text, value), expanded, text);
    }
  });

  it('quotes as strconv.Quote', () => {
    assert.equal(goQuote('a"\\\n\x01\x7f\u00a0é🚀\ufeff'), '"a\\"\\\\\\n\\x01\\x7f\\u00a0é🚀\\ufeff"');
    assert.equal(quoteMeta('a.b*[x]$'), 'a\\.b\\*\\[x\\]\\$');
  });

  it('joins and relates paths lexically', () => {
    assert.equal(joinPath('/a/', '../b', '', 'c/'), '/b/c');
    assert.equal(joinPath('', ''), '');
    assert.equal(relativePath('/a/b', '/a/c/d'), '../c/d');
    assert.equal(relativePath('/a', '/a'), '.');
    assert.equal(relativePath('a', '/a'), undefined);
    assert.equal(relativePath('../a', 'b'), undefined);
    assert.equal(relativePath('/', '/x'), 'x');
  });

  it('reads words and numbers as strconv and time do', () => {
    assert.deepEqual(['T', 'true', 'yes', ''].map(parseBool), [true, true, undefined, undefined]);
    assert.deepEqual(['+5', '-5', '5.0', '99999999999999999999', ''].map(parseInteger), [
      5,
      -5,
      undefined,
      undefined,
      undefined,
    ]);
    assert.deepEqual(['1h30m', '1.5s', '-2ms', '5', '0', 'x'].map(parseDuration), [
      5_400_000,
      1500,
      -2,
      undefined,
      0,
      undefined,
    ]);
    assert.deepEqual([3_600_000, 4000, 1500, 20, 0].map(formatDuration), [
      '1h0m0s',
      '4s',
      '1.5s',
      '20ms',
      '0s',
    ]);
  });

  it("knows Unicode's white space, not JavaScript's", () => {
    assert.equal(trimSpace('\u0085\u00a0 a\ufeff\n'), 'a\ufeff');
    assert.deepEqual(fields(' a\tb\u3000c '), ['a', 'b', 'c']);
  });

  it('encodes JSON that is safe in HTML', () => {
    assert.equal(encodeJson({ a: '<&>\u2028' }), '{"a":"\\u003c\\u0026\\u003e\\u2028"}');
  });

  it('says what is wrong with JSON in the words of encoding/json', () => {
    for (const [text, problem] of [
      ['{nope', "invalid character 'n' looking for beginning of object key string"],
      ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
      ['[1 2]', "invalid character '2' after array element"],
      ['{"a" 1}', "invalid character '1' after object key"],
      ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
      ['{"a":1} x', "invalid character 'x' after top-level value"],
      ['{"a":tru}', "invalid character '}' in literal true (expecting 'e')"],
      ['nul', "invalid character ' ' in literal null (expecting 'l')"],
      ['{"a":1.}', "invalid character '}' after decimal point in numeric literal"],
      ['"\\q"', "invalid character 'q' in string escape code"],
      ['"\u0001"', "invalid character '\\x01' in string literal"],
      ['é', "invalid character 'Ã' looking for beginning of value"],
      ['[1,2', 'unexpected end of JSON input'],
      ['', 'unexpected end of JSON input'],
      ['{"a":[true,null,-1.5e+3,"\\u00e9"]}', undefined],
    ] as const) {
      assert.equal(jsonSyntaxError(text), problem, text);
    }
  });
});
