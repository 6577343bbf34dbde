import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { dotEnv, posixEscape, shellEscape } from '../../../../../executor/src/local/runner/scripts/escape.js';

describe('script quoting', () => {
  it("writes bash's $'…' with bytes past ASCII as hexadecimal", () => {
    assert.equal(shellEscape(''), "''");
    assert.equal(shellEscape('a-b_c/1.0@x,'), 'a-b_c/1.0@x,');
    assert.equal(shellEscape("it's é\n\x1b"), "$'it\\'s \\xc3\\xa9\\n\\x1b'");
  });

  it('leaves what has no trigger unquoted in POSIX form, as the Runner does', () => {
    assert.equal(posixEscape("it's"), "it's");
    assert.equal(posixEscape('a b$`"\\'), '"a b\\$\\`\\"\\\\"');
  });

  it('any text comes out of bash as it went in', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
        const script = `printf '%s\\0' ${texts.map(shellEscape).join(' ')}`;
        const out = execFileSync('bash', ['-c', texts.length === 0 ? 'true' : script], { encoding: 'utf8' });
        assert.deepEqual(out.split('\0').slice(0, -1), texts);
      }),
      { numRuns: 40 },
    );
  });

  it('sorts dotenv lines and leaves out names that are none', () => {
    const lines = dotEnv(
      new Map([
        ['B', 'a"\n'],
        ['A', '\\'],
        ['no-name', ''],
      ]),
    );
    assert.equal(lines, 'A="\\\\"\nB="a\\"\\n"\n');
  });
});
