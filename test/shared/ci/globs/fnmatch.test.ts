import assert from 'node:assert/strict';
import { changesHit, compileGlob, existsHit } from '@gitlab-chatops/shared/ci/globs';
import fc from 'fast-check';

const matches = (pattern: string, path: string) => compileGlob(pattern).matches(path);

describe('globs: File.fnmatch with path names, dots and braces', () => {
  // Answers of Ruby 3.1.
  const table: [pattern: string, yes: string[], no: string[]][] = [
    ['*', ['a', '.a'], ['a/b', '/']],
    ['**', ['a', '.a'], ['a/b']],
    ['**/*', ['a', 'a/b', '.a/.b/c'], []],
    ['**/*.rb', ['a.rb', 'x/y/a.rb', '.h/.rb'], ['a.rbx']],
    ['src/**/*', ['src/a', 'src/a/b'], ['src', 'x/src/a']],
    ['src/**/', [], ['src/a', 'src/a/b', 'src']],
    ['/a', ['/a'], ['a']],
    ['a/', ['a/'], ['a', 'a/b']],
    ['*.{rb,js}', ['a.rb', 'a.js'], ['a.ts']],
    ['{a,b{c,d}}/x', ['a/x', 'bc/x', 'bd/x'], ['b/x']],
    ['{**/,}a', ['a', 'x/y/a'], ['ab']],
    ['{*,x}*/a', ['b/a', 'xy/a', 'b/c/a'], ['b/ca']],
    ['{a', [], ['{a', 'a']],
    ['a}', ['a}'], ['a']],
    ['{a\\,b}', ['a,b'], ['a', 'b']],
    ['[{a,b}]', ['a', 'b'], ['{', ',', 'ab']],
    ['[a-c]x', ['ax', 'cx'], ['dx', 'x']],
    ['[!a-c]', ['d', '😀'], ['a', '/']],
    ['[]a]', [], ['a]', ']', 'a']],
    ['[!]a]', ['xa]'], [']a]a', 'a']],
    ['[a-', [], ['a', '[a-']],
    ['[a-]', ['a', '-'], ['b']],
    ['[\\]]', [']'], ['\\']],
    ['\\*', ['*'], ['a', '\\*']],
    ['a\\', ['a'], ['a\\']],
    ['\\', [''], ['\\']],
    ['a\\/b', ['a/b'], ['a']],
    ['?', ['a', '😀', 'é'], ['/', '', 'ab']],
    ['', [''], ['a']],
  ];
  for (const [pattern, yes, no] of table) {
    it(`${JSON.stringify(pattern)}`, () => {
      for (const path of yes) assert.equal(matches(pattern, path), true, `should match ${path}`);
      for (const path of no) assert.equal(matches(pattern, path), false, `should not match ${path}`);
    });
  }

  it('takes bounded time for hostile patterns', () => {
    assert.equal(matches(`${'a*'.repeat(500)}b`, 'a'.repeat(2_000)), false);
    assert.equal(matches(`${'**/'.repeat(500)}b`, 'a/'.repeat(2_000)), false);
    assert.equal(matches('{a,b}'.repeat(60), 'a'.repeat(60)), true);
    assert.equal(matches('{'.repeat(5_000), 'x'), false);
    assert.equal(matches(`${'{a,'.repeat(500)}b${'}'.repeat(500)}`, 'b'), true);
  });

  it('never throws', () => {
    const pattern = fc.array(
      fc.constantFrom('*', '**/', '?', '[', ']', '{', '}', ',', '\\', '/', 'a', '!', '-', 'é'),
    );
    fc.assert(
      fc.property(pattern, fc.string(), (parts, path) => {
        assert.equal(typeof matches(parts.join(''), path), 'boolean');
      }),
    );
  });
});

describe('globs: changes and exists', () => {
  it('says yes beyond 50,000 comparisons', () => {
    const paths = Array.from({ length: 1_001 }, (_, i) => `f${i}`);
    const patterns = Array.from({ length: 50 }, (_, i) => `nope${i}*`);
    assert.deepEqual(changesHit(patterns, paths), { kind: 'limit' });
    assert.equal(changesHit(patterns, paths.slice(1)), undefined);
    assert.equal(
      changesHit(
        patterns.map(() => 'nope*'),
        paths,
      ),
      undefined,
    );
    assert.deepEqual(existsHit([...patterns, 'x/*'], paths), { kind: 'limit' });
    assert.equal(
      existsHit(
        paths.map((path) => `${path}.no`),
        paths,
      ),
      undefined,
    );
  });

  it('looks at top-level files only when no pattern asks for more', () => {
    const files = ['a.md', 'docs/b.md', 'docs/c.rb'];
    assert.equal(existsHit(['b.md'], files), undefined);
    assert.equal(existsHit(['*.rb'], files), undefined);
    assert.deepEqual(existsHit(['b.md', '**/*.rb'], files), {
      kind: 'match',
      path: 'docs/c.rb',
      pattern: '**/*.rb',
    });
    assert.deepEqual(existsHit(['docs/b.md'], files), {
      kind: 'match',
      path: 'docs/b.md',
      pattern: 'docs/b.md',
    });
  });

  it('finds a folder only where GitLab’s halving meets it', () => {
    const files = [
      '.gitlab-ci.yml',
      'Dockerfile',
      'README.md',
      'docs/a.md',
      'main/x',
      'src/a.rb',
      'src/b/c.rb',
    ];
    assert.notEqual(existsHit(['docs/'], files), undefined);
    assert.notEqual(existsHit(['src/'], files), undefined);
    assert.equal(existsHit(['main/'], files), undefined);
    assert.equal(existsHit(['nope/'], files), undefined);
    assert.equal(existsHit([], files), undefined);
  });
});
