import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  type ExpressionNode,
  evaluateExpression,
  parseExpression,
  tokenizeExpression,
} from '@gitlab-chatops/shared/ci/expression';

interface PinnedVector {
  readonly id: string;
  readonly kind: string;
  readonly expression: string;
  readonly requires?: string;
  readonly expected: { readonly tokens?: string[]; readonly tree?: string };
}

const file = new URL('../../../conformance/vectors/pinned/expressions.json', import.meta.url);
const { vectors }: { vectors: PinnedVector[] } = JSON.parse(readFileSync(file, 'utf8'));

/** Prints a tree as GitLab's own `inspect` does. */
function print(node: ExpressionNode): string {
  switch (node.type) {
    case 'literal':
      return node.value === null ? 'null' : JSON.stringify(node.value);
    case 'variable':
      return `$${node.name}`;
    case 'input':
      return `$[[ inputs.${node.name} ]]`;
    case 'not':
      return `not(${print(node.operand)})`;
    case 'binary':
      return `${node.operator}(${print(node.left)}, ${print(node.right)})`;
  }
}

describe('expression: tokens and tree', () => {
  for (const { id, kind, expression, expected } of vectors) {
    if (kind === 'tokens') {
      it(`${id}: tokens`, () => {
        const { tokens, error } = tokenizeExpression(expression);
        assert.equal(error, undefined);
        assert.deepEqual(
          tokens.map(({ text }) => text),
          expected.tokens,
        );
        for (const { text, start, end } of tokens) assert.equal(expression.slice(start, end), text);
      });
    }
    if (kind === 'tree') {
      it(`${id}: tree`, () => {
        const { tree } = parseExpression(expression);
        assert.ok(tree);
        assert.equal(print(tree), expected.tree);
      });
    }
  }

  it('binds ! tighter than a comparison', () => {
    const { tree } = parseExpression('!$A == "b" && !($C || $D)');
    assert.ok(tree);
    assert.equal(print(tree), 'and(equals(not($A), "b"), not(or($C, $D)))');
  });

  it('reads operands in any order, as reordering does', () => {
    for (const text of ['$A "x" ==', '== $A "x"', '$A == "x"']) {
      const { tree } = parseExpression(text);
      assert.ok(tree);
      assert.equal(print(tree), 'equals($A, "x")');
      assert.deepEqual([tree.start, tree.end], [0, text.length]);
    }
  });

  it('has no ! before GitLab 18.10', () => {
    const { problem } = parseExpression('$A && !$B', { negation: false });
    assert.equal(problem?.code, 'CI_EXPRESSION_UNKNOWN_TOKEN');
    assert.equal(problem?.start, 6);
  });

  it('says where an expression fails', () => {
    const cases: [string, string, number, number][] = [
      ['$A == "x', 'CI_EXPRESSION_UNKNOWN_TOKEN', 6, 7],
      ['$A = "x"', 'CI_EXPRESSION_UNKNOWN_TOKEN', 3, 4],
      ['$A =~ /(/ && $B =~ /(b/', 'CI_EXPRESSION_UNKNOWN_TOKEN', 6, 7],
      ['$A =~ /(b/', 'CI_EXPRESSION_SYNTAX', 6, 10],
      ['($A == "x"', 'CI_EXPRESSION_SYNTAX', 0, 1],
      ['$A == "x")', 'CI_EXPRESSION_SYNTAX', 9, 10],
      ['$A ==', 'CI_EXPRESSION_SYNTAX', 3, 5],
      ['$A "x"', 'CI_EXPRESSION_SYNTAX', 3, 6],
      ['', 'CI_EXPRESSION_SYNTAX', 0, 0],
    ];
    for (const [text, code, start, end] of cases) {
      const { problem } = evaluateExpression(text, () => undefined);
      assert.deepEqual([text, problem?.code, problem?.start, problem?.end], [text, code, start, end]);
    }
  });
});
