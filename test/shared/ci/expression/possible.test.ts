import assert from 'node:assert/strict';
import { evaluateExpression, possibleTruth } from '@gitlab-chatops/shared/ci/expression';
import fc from 'fast-check';

const KNOWN: Readonly<Record<string, string | null>> = { K: 'main', E: '', R: '/^m/', N: null };
const OPEN = ['U', 'V'];
const isUnknown = (name: string) => OPEN.includes(name);

describe('expression: what it can come to', () => {
  const truth = (text: string) => {
    const possible = possibleTruth(text, (name) => KNOWN[name], isUnknown);
    return possible.truth === 'sometimes' ? possible.dependsOn : possible.truth;
  };

  it('sees through what is known', () => {
    assert.equal(truth('$K == "main" || $U'), 'always');
    assert.equal(truth('$K != "main" && $U'), 'never');
    assert.equal(truth('$U && $N'), 'never');
    assert.equal(truth('$U =~ $N'), 'never');
    assert.equal(truth('$U !~ null'), 'always');
    assert.equal(truth('!($U && "")'), 'always');
    assert.equal(truth('$A =='), 'never');
    assert.equal(truth('$U =~ true'), 'raises');
    assert.equal(truth('/ab/ != $U'), 'raises');
    assert.deepEqual(truth('/ab/ == ($U || /ab/)'), ['U']);
    assert.equal(truth('/ab/ == (/ab/ && $U)'), 'raises');
  });

  it('names what is open', () => {
    assert.deepEqual(truth('$U'), ['U']);
    // An empty text on the left is not nil, so it is the answer, and that is no.
    assert.deepEqual(truth('$U || "x"'), ['U']);
    assert.deepEqual(truth('$U == $V && $K'), ['U', 'V']);
    assert.deepEqual(truth('$U =~ $R'), ['U']);
  });

  it('is never wrong about always and never', () => {
    const operand = fc.constantFrom(
      '$U',
      '$V',
      '$K',
      '$E',
      '$R',
      '$N',
      '"main"',
      '""',
      '/^m/',
      'null',
      'true',
      'false',
    );
    const operator = fc.constantFrom('==', '!=', '=~', '!~', '&&', '||');
    const { expression } = fc.letrec<{ expression: string; compound: string }>((tie) => ({
      expression: fc.oneof({ maxDepth: 4 }, operand, tie('compound')),
      compound: fc
        .tuple(fc.constantFrom('', '!'), tie('expression'), operator, tie('expression'))
        .map(([not, left, sign, right]) => `${not}(${left} ${sign} ${right})`),
    }));
    const value = fc.constantFrom(undefined, null, '', ' ', 'main', '/^m/', 'true', 'false', 'x');
    fc.assert(
      fc.property(expression, value, value, (text, u, v) => {
        const { truth: possible } = possibleTruth(text, (name) => KNOWN[name], isUnknown);
        const all: Readonly<Record<string, string | null | undefined>> = { ...KNOWN, U: u, V: v };
        const { kind, truthful } = evaluateExpression(text, (name) => all[name]);
        if (possible === 'raises') assert.equal(kind, 'raises', text);
        if (kind === 'raises') return;
        if (possible === 'always') assert.equal(truthful, true, text);
        if (possible === 'never') assert.equal(truthful, false, text);
      }),
      { numRuns: 20_000 },
    );
  });
});
