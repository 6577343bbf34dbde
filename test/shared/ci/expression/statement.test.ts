import assert from 'node:assert/strict';
import { checkExpression, evaluateExpression } from '@gitlab-chatops/shared/ci/expression';
import fc from 'fast-check';

const from = (variables: Readonly<Record<string, string | null>>) => (name: string) => variables[name];

describe('expression: evaluation', () => {
  it('tells which variables it looked at, and stops early', () => {
    const lookup = from({ CHAT_INPUT: null, ENV: 'prod', UNUSED: 'x' });
    const { truthful, saw, comparisons } = evaluateExpression(
      '$CHAT_INPUT == null || $ENV == "prod"',
      lookup,
    );
    assert.equal(truthful, true);
    assert.deepEqual(saw, { CHAT_INPUT: null });
    assert.deepEqual(comparisons, [{ start: 0, end: 19, held: true }]);
    assert.deepEqual(evaluateExpression('$NOPE == "" || $ENV == "prod"', lookup).saw, {
      NOPE: null,
      ENV: 'prod',
    });
  });

  it('counts a Ruby exception as no answer at all', () => {
    const outcome = evaluateExpression('/ab/ == $A', from({ A: 'x' }));
    assert.deepEqual([outcome.kind, outcome.truthful], ['raises', false]);
    assert.equal(outcome.problem?.code, 'CI_EXPRESSION_RAISES');
    assert.equal(checkExpression('$A =~ true'), 'raises');
    assert.equal(evaluateExpression('$A && $A =~ true', from({})).kind, 'value');
  });

  it('takes a CI variable named inputs for the inputs, as GitLab does', () => {
    const text = '$[[ inputs.env ]] == "prod"';
    assert.equal(evaluateExpression(text, from({}), { inputs: () => 'prod' }).truthful, true);
    assert.equal(evaluateExpression(text, from({ inputs: 'x' })).kind, 'raises');
    assert.equal(evaluateExpression(text, from({ inputs: null })).kind, 'value');
  });

  it('takes 99 tokens and no more', () => {
    const ands = (count: number) => Array.from({ length: count }, () => '$A').join(' && ');
    assert.equal(checkExpression(ands(50)), 'valid');
    assert.equal(checkExpression(`${ands(50)} `), 'valid');
    assert.equal(checkExpression(ands(51)), 'invalid');
    assert.equal(checkExpression(`!${ands(50)}`), 'invalid');
  });

  it('reads white space as Unicode does for "present"', () => {
    const blank = (value: string) => !evaluateExpression('$A', from({ A: value })).truthful;
    assert.deepEqual(['', ' \t\n', '\u0085\u00a0\u2003', '\ufeff', '\u200b', '0', 'false'].map(blank), [
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('never throws and always answers the same, whatever the text', () => {
    const piece = fc.constantFrom(
      ...['$A', '$B1', '$[[ inputs.x ]]', '"a"', "'b'", '/ab/i', '/a\\/b/', '/(/', 'null', 'true'],
      ...['false', '==', '!=', '=~', '!~', '&&', '||', '!', '(', ')', ' ', '\n', '"', '/', '$', 'é'],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, fc.option(fc.string(), { nil: null }), (expression, value) => {
        const lookup = from({ A: value, B1: '/a+/' });
        const first = evaluateExpression(expression, lookup);
        assert.deepEqual(evaluateExpression(expression, lookup), first);
        if (first.problem !== undefined) {
          assert.ok(first.problem.start >= 0 && first.problem.end <= expression.length);
          assert.ok(first.problem.start <= first.problem.end);
        }
        if (first.kind === 'value') assert.notEqual(checkExpression(expression), 'invalid');
      }),
    );
  });
});
