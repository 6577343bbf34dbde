import {
  type BinaryNode,
  compareValues,
  type Evaluation,
  evaluateNode,
  RubyException,
  type VariableLookup,
} from './evaluate.js';
import type { LexOptions } from './lexer.js';
import type { ExpressionNode } from './parser.js';
import { parseExpression } from './statement.js';
import { type ExpressionValue, isPresent, isRegexp } from './values.js';

/**
 * Whether an expression holds for every, for no, or only for some values of the variables that are not known;
 * `raises`: GitLab's server fails on it whatever they hold, `mayRaise`: for some of them.
 */
export type PossibleTruth =
  | { readonly truth: 'always' | 'never' | 'raises' }
  | { readonly truth: 'sometimes'; readonly dependsOn: readonly string[]; readonly mayRaise: boolean };

/** A part's value, or what is sure about it: a text or nothing that depends on these variables. */
type Possible =
  | { readonly known: true; readonly value: ExpressionValue }
  | { readonly known: false; readonly dependsOn: readonly string[]; readonly present?: boolean };

/**
 * Asks what an expression can come to when some variables may hold anything (or nothing).
 * Careful, not clever: it never says `always` or `never` wrongly of values, but takes two mentions of a variable for
 * two, and an exception that only some values bring may go unnoticed.
 */
export function possibleTruth(
  text: string,
  lookup: VariableLookup,
  isUnknown: (name: string) => boolean,
  options: LexOptions = {},
): PossibleTruth {
  const { tree } = parseExpression(text, options);
  if (tree === undefined) return { truth: 'never' };
  const raised: ExpressionNode[] = [];
  const run: Search = { lookup, inputs: NO_INPUTS, comparisons: [], saw: new Map(), raised };
  const result = guarded(tree, run, isUnknown);
  if (result.known) return { truth: isPresent(result.value) ? 'always' : 'never' };
  if (result.present !== undefined) return { truth: result.present ? 'always' : 'never' };
  if (result.dependsOn.length === 0) return { truth: 'raises' };
  return { truth: 'sometimes', dependsOn: [...new Set(result.dependsOn)], mayRaise: raised.length > 0 };
}

const NO_INPUTS = (): undefined => undefined;

type IsUnknown = (name: string) => boolean;

/** The parts that would raise are noted on the way. */
type Search = Evaluation & { readonly raised: ExpressionNode[] };

function possible(node: ExpressionNode, run: Search, isUnknown: IsUnknown): Possible {
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
      if ((left.known && right.known) || decidesAlone(node, left, right)) {
        const [one, other] = [left.known ? left.value : '', right.known ? right.value : ''];
        return { known: true, value: compareValues(node, node.operator, one, other) };
      }
      return { known: false, dependsOn: [...names(left), ...names(right)] };
    }
    default:
      return { known: true, value: evaluateNode(node, run) };
  }
}

/**
 * Nothing, false or true on the right of =~ give the same answer (or exception) for every text;
 * so does a pattern on the left of == when no pattern can come out on the right.
 */
function decidesAlone(node: BinaryNode, left: Possible, right: Possible): boolean {
  if (node.operator === 'matches' || node.operator === 'notmatches') {
    return right.known && (right.value === null || typeof right.value === 'boolean');
  }
  return left.known && isRegexp(left.value) && !canBePattern(node.right);
}

/** `$A || /x/` comes to the pattern itself; a variable is a text, even one that reads `/x/`. */
function canBePattern(node: ExpressionNode): boolean {
  if (node.type === 'literal') return isRegexp(node.value);
  if (node.type !== 'binary') return false;
  if (node.operator === 'or') return canBePattern(node.left) || canBePattern(node.right);
  return node.operator === 'and' && canBePattern(node.right);
}

/** A Ruby exception on one possible way is one more thing that is not sure. */
function guarded(node: ExpressionNode, run: Search, isUnknown: IsUnknown): Possible {
  try {
    return possible(node, run, isUnknown);
  } catch (error) {
    if (!(error instanceof RubyException)) throw error;
    run.raised.push(node);
    return { known: false, dependsOn: [] };
  }
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
