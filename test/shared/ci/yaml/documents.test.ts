import assert from 'node:assert/strict';
import { plain } from '../../../../shared/src/ci/value/tree.js';
import { type Loaded, loadDocuments } from '../../../../shared/src/ci/yaml/index.js';

const values = (text: string): unknown => {
  const loaded = loadDocuments('.gitlab-ci.yml', text);
  return loaded.ok ? loaded.documents.map(plain) : loaded.problem.message;
};

const problem = (loaded: Loaded): { code: string; line: number; column: number } | undefined =>
  loaded.ok
    ? undefined
    : { code: loaded.problem.code, line: loaded.problem.at.line, column: loaded.problem.at.column };

describe('YAML documents', () => {
  it('splits at lines that begin with --- and white space, into three parts at most', () => {
    assert.deepEqual(values('a: 1\n---\nb: 2\n--- \nc: 3\n'), [{ a: 1 }, { b: 2 }, { c: 3 }]);
    assert.deepEqual(values('a: 1\n---b: 2\n'), [{ a: 1, '---b': 2 }]);
    assert.deepEqual(values('---\na: 1\n'), [{ a: 1 }]);
  });

  it('splits inside block scalars too, and eats the indentation behind the divider', () => {
    assert.equal(
      values('a: |\n  x\n---\n  b: 1\n  c: 2\n'),
      '(<unknown>): mapping values are not allowed in this context at line 2 column 4',
    );
  });

  it('drops blank parts and wants mappings', () => {
    assert.deepEqual(values('# nothing\n---\na: 1\n'), [{ a: 1 }]);
    assert.deepEqual(values('{}\n---\na: 1\n---\n[]\n'), [{ a: 1 }]);
    assert.equal(values('5\n'), 'Invalid configuration format');
    assert.equal(values('a: 1\n---\n[b]\n'), 'Invalid configuration format');
  });

  it('reads nothing behind ... ', () => {
    assert.deepEqual(values('a: 1\n...\n{[not yaml'), [{ a: 1 }]);
  });

  it('keeps the last of equal keys in the place of the first, symbols counted as names', () => {
    assert.deepEqual(values('a: 1\nb: 2\na: 3\n'), [{ a: 3, b: 2 }]);
    assert.deepEqual(values(':a: 1\na: 2\n'), [{ a: 2 }]);
  });

  it('merges << in file order, the first of a list strongest, quoted keys too', () => {
    assert.deepEqual(values('x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz: {c: 0, <<: [*x, *y], a: 9}\n'), [
      { x: { a: 1, b: 1 }, y: { b: 2, c: 2 }, z: { c: 2, b: 1, a: 9 } },
    ]);
    assert.deepEqual(values('x: &x {a: 1}\nz: {"<<": *x}\nw: {<<: 5}\n'), [
      { x: { a: 1 }, z: { a: 1 }, w: { '<<': 5 } },
    ]);
  });

  it('takes tags as Psych does', () => {
    assert.deepEqual(values('a: !!str 5\nb: ! "5"\nc: !!float 1\nd: !x yes\ne: !!binary aGk=\n'), [
      { a: '5', b: 5, c: 1, d: true, e: 'hi' },
    ]);
    assert.equal(values('a: !ruby/object:Foo {}\n'), 'Tried to load unspecified class: Foo');
    assert.equal(values('a: *b\n'), 'An alias referenced an unknown anchor: b');
    assert.equal(values('a: !!float x\n'), 'Invalid YAML syntax');
  });

  it('breaks lines where YAML 1.1 does', () => {
    assert.deepEqual(values('a: 1\r\nb: "x\u0085y"\u2028c: 2\n'), [{ a: 1, b: 'x y', c: 2 }]);
  });

  it('limits size and depth', () => {
    assert.equal(values(`a: ${'x'.repeat(2 * 1024 * 1024)}`), 'The provided YAML is too big');
    assert.deepEqual(values(`a: ${'['.repeat(99)}${']'.repeat(99)}`), [{ a: nested(99) }]);
    assert.equal(values(`a: ${'['.repeat(100)}${']'.repeat(100)}`), 'The parsed YAML is too big');
  });

  it('stops alias bombs and values that hold themselves', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [place, name] of [...'bcdefghij'].entries()) {
      const before = 'abcdefghi'.charAt(place);
      bomb.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`);
    }
    assert.equal(values(bomb.join('\n')), 'The parsed YAML is too big');
    assert.equal(values('a: &a [*a]\n'), 'The parsed YAML is too big');
  });

  it('places what it refuses', () => {
    const loaded = loadDocuments('.gitlab-ci.yml', 'a: 1\nb:\n  - 2024-01-01\n');
    assert.deepEqual(problem(loaded), { code: 'CI_YAML_REFUSED', line: 3, column: 5 });
    assert.deepEqual(problem(loadDocuments('f', 'a: 1\nb: "\u0007"\n')), {
      code: 'CI_YAML_SYNTAX',
      line: 2,
      column: 5,
    });
  });

  it('places every key and value in the file, behind dividers and wide characters too', () => {
    const text = 'spec: {}\n---\n"😀é": [x, "y z"]\n';
    const loaded = loadDocuments('.gitlab-ci.yml', text);
    assert.ok(loaded.ok);
    const entry = loaded.documents[1]?.entries.get('😀é');
    assert.ok(entry?.value.kind === 'sequence');
    const of = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    assert.equal(of(entry.key.at), '"😀é"');
    assert.equal(of(entry.value.at), '[x, "y z"]');
    assert.deepEqual(
      entry.value.items.map(({ at }) => [of(at), at.line, at.column]),
      [
        ['x', 3, 8],
        ['"y z"', 3, 11],
      ],
    );
  });
});

const nested = (depth: number): unknown => {
  let value: unknown[] = [];
  for (let level = 1; level < depth; level += 1) value = [value];
  return value;
};
