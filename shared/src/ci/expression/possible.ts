import { type Evaluation, evaluateNode, RubyException, type VariableLookup } from './evaluate.js';
import type { LexOptions } from './lexer.js';
import type { ExpressionNode } from './parser.js';
import { parseExpression } from './statement.js';
import { type ExpressionValue, isPresent } from './values.js';

/** Whether an expression holds for every, for no, or only for some values of the variables that are not known. */
export type PossibleTruth =
  | { readonly truth: 'always' | 'never' }
  | { readonly truth: 'sometimes'; readonly dependsOn: readonly string[] };

/** A part's value, or what is sure about it: a text or nothing that depends on these variables. */
type Possible =
  | { readonly known: true; readonly value: ExpressionValue }
  | { readonly known: false; readonly dependsOn: readonly string[]; readonly present?: boolean };

/**
 * Asks what an expression can come to when some variables may hold anything (or nothing).
 * Careful, not clever: it never says `always` or `never` wrongly, but takes two mentions of a variable for two.
 */
export function possibleTruth(
  text: string,
  lookup: VariableLookup,
  isUnknown: (name: string) => boolean,
  options: LexOptions = {},
): PossibleTruth {
  const { tree } = parseExpression(text, options);
  if (tree === undefined) return { truth: 'never' };
  const run: Evaluation = { lookup, inputs: () => undefined, comparisons: [], saw: new Map() };
  const result = guarded(tree, run, isUnknown);
  if (result.known) return { truth: isPresent(result.value) ? 'always' : 'never' };
  if (result.present !== undefined) return { truth: result.present ? 'always' : 'never' };
  return { truth: 'sometimes', dependsOn: [...new Set(result.dependsOn)] };
}

type IsUnknown = (name: string) => boolean;

function possible(node: ExpressionNode, run: Evaluation, isUnknown: IsUnknown): Possible {
  switch (node.type) {
    case 'variable':
      if (isUnknown(node.name)) return { known: false, dependsOn: [node.name] };
      return { known: true, value: run.lookup(node.name) ?? null };
    case 'not':
      return negated(guarded(node.operand, run, isUnknown));
    case 'binary': {
      const left = guarded(node.left, run, isUnknown);
      if (node.operator === 'and') return conjunction(left, () => guarded(node.right, run, isUnknown));
      if (node.operator === 'or') return disjunction(left, () => guarded(node.right, run, isUnknown));
      const right = guarded(node.right, run, isUnknown);
      if (left.known && right.known) return whole(node, [left.value, right.value], run);
      // Nothing on the right of =~ decides alone, whatever stands on the left.
      if (
        node.operator.endsWith('matches') &&
        right.known &&
        (right.value === null || right.value === false)
      ) {
        return { known: true, value: node.operator === 'notmatches' };
      }
      return { known: false, dependsOn: [...names(left), ...names(right)] };
    }
    default:
      return { known: true, value: evaluateNode(node, run) };
  }
}

/** A Ruby exception on one possible way is one more thing that is not sure. */
function guarded(node: ExpressionNode, run: Evaluation, isUnknown: IsUnknown): Possible {
  try {
    return possible(node, run, isUnknown);
  } catch (error) {
    if (!(error instanceof RubyException)) throw error;
    return { known: false, dependsOn: [] };
  }
}

function whole(
  node: ExpressionNode & { readonly type: 'binary' },
  [left, right]: readonly [ExpressionValue, ExpressionValue],
  run: Evaluation,
): Possible {
  const literal = (value: ExpressionValue): ExpressionNode => ({
    type: 'literal',
    value,
    start: node.start,
    end: node.end,
  });
  return {
    known: true,
    value: evaluateNode({ ...node, left: literal(left), right: literal(right) }, run),
  };
}

function negated(operand: Possible): Possible {
  if (operand.known) return { known: true, value: !isPresent(operand.value) };
  if (operand.present !== undefined) return { known: true, value: !operand.present };
  return operand;
}

function presence(part: Possible): boolean | undefined {
  return part.known ? isPresent(part.value) : part.present;
}

function names(part: Possible): readonly string[] {
  return part.known ? [] : part.dependsOn;
}

function isNo(value: ExpressionValue): boolean {
  return value === null || value === false;
}

function conjunction(left: Possible, rightOf: () => Possible): Possible {
  if (left.known) return isNo(left.value) ? left : rightOf();
  const right = rightOf();
  if (left.present === true) return right;
  const both = { known: false as const, dependsOn: [...left.dependsOn, ...names(right)] };
  return presence(right) === false ? { ...both, present: false } : both;
}

function disjunction(left: Possible, rightOf: () => Possible): Possible {
  if (left.known) return isNo(left.value) ? rightOf() : left;
  if (left.present === true) return left;
  const right = rightOf();
  const both = { known: false as const, dependsOn: [...left.dependsOn, ...names(right)] };
  return left.present === false && presence(right) === false ? { ...both, present: false } : both;
}
