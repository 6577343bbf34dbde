import type { BinaryKind, ExpressionNode } from './parser.js';
import { regexpFromRubySyntax } from './regexp.js';
import { type ExpressionValue, isPresent, isRegexp, toText } from './values.js';

/** What a variable holds: its unexpanded text, null when it is defined without a value, undefined when unknown. */
export type VariableLookup = (name: string) => string | null | undefined;

/** A comparison that was reached (`&&` and `||` stop early), for explanations. */
export interface ComparisonTrial {
  readonly start: number;
  readonly end: number;
  readonly held: boolean;
}

/**
 * A Ruby exception that GitLab does not rescue: the whole pipeline creation fails with "Undefined error".
 * Thrown inside this folder only; `evaluateExpression` turns it into the outcome `raises`.
 */
export class RubyException extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, { start, end }: ExpressionNode) {
    super(message);
    this.name = 'RubyException';
    this.start = start;
    this.end = end;
  }
}

export interface Evaluation {
  readonly lookup: VariableLookup;
  readonly inputs: (name: string) => ExpressionValue | undefined;
  readonly comparisons: ComparisonTrial[];
  /** The variables looked at so far. */
  readonly saw: Map<string, string | null>;
}

/** Evaluates a tree with GitLab's rules: lib/gitlab/ci/pipeline/expression/lexeme/*.rb. */
export function evaluateNode(node: ExpressionNode, run: Evaluation): ExpressionValue {
  switch (node.type) {
    case 'literal':
      return node.value;
    case 'variable':
      return look(node.name, run);
    case 'input':
      return inputValue(node, run);
    case 'not':
      return !isPresent(evaluateNode(node.operand, run));
    case 'binary':
      return binary(node, run);
  }
}

function look(name: string, run: Evaluation): string | null {
  const value = run.lookup(name) ?? null;
  run.saw.set(name, value);
  return value;
}

/**
 * GitLab keeps inputs under the key `inputs` of the variables (lexeme/input.rb), so a CI variable of that name is
 * taken for them, and a string is no mapping.
 */
function inputValue(node: ExpressionNode & { readonly type: 'input' }, run: Evaluation): ExpressionValue {
  if (typeof run.lookup('inputs') === 'string') {
    throw new RubyException('a CI variable named `inputs` stands where GitLab keeps inputs', node);
  }
  return run.inputs(node.name) ?? null;
}

export type BinaryNode = ExpressionNode & { readonly type: 'binary' };

function binary(node: BinaryNode, run: Evaluation): ExpressionValue {
  const left = evaluateNode(node.left, run);
  if (node.operator === 'and' || node.operator === 'or') {
    // Ruby's own && and ||: only nil and false are no, and the operand itself is the result.
    const isNo = left === null || left === false;
    return isNo === (node.operator === 'or') ? evaluateNode(node.right, run) : left;
  }
  const held = compareValues(node, node.operator, left, evaluateNode(node.right, run));
  run.comparisons.push({ start: node.start, end: node.end, held });
  return held;
}

/** @throws RubyException */
export function compareValues(
  node: BinaryNode,
  operator: Exclude<BinaryKind, 'and' | 'or'>,
  left: ExpressionValue,
  right: ExpressionValue,
): boolean {
  switch (operator) {
    case 'equals':
      return isEqual(node, left, right);
    case 'notequals':
      return !isEqual(node, left, right);
    case 'matches':
      return isMatch(node, left, right);
    case 'notmatches':
      return !isMatch(node, left, right);
  }
}

/** lexeme/logical_operator.rb: a boolean against a string compares as text; a pattern asks the other for its source. */
function isEqual(node: BinaryNode, left: ExpressionValue, right: ExpressionValue): boolean {
  if (isRegexp(left)) {
    if (isRegexp(right)) return left.source === right.source;
    throw new RubyException('GitLab fails on a pattern compared with something that is none', node);
  }
  if (isRegexp(right)) return false;
  if (typeof left === 'boolean' && typeof right === 'string') return String(left) === right;
  if (typeof left === 'string' && typeof right === 'boolean') return left === String(right);
  return left === right;
}

/** lexeme/matches.rb and Pattern.build_and_evaluate: a string that is no pattern asks "does it contain the left text?". */
function isMatch(node: BinaryNode, left: ExpressionValue, right: ExpressionValue): boolean {
  if (right === null || right === false) return false;
  if (right === true) throw new RubyException('GitLab fails on `true` where a pattern should stand', node);
  const regexp = isRegexp(right) ? right : regexpFromRubySyntax(right.replaceAll('\\/', '/'));
  if (regexp !== undefined) return regexp.found(toText(left));
  return typeof right === 'string' && right.includes(toText(left));
}
