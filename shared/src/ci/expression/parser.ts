import { regexpFromRubySyntax, type UntrustedRegexp } from './regexp.js';
import { TOKEN_ROLES, type Token } from './tokens.js';

export type BinaryKind = 'equals' | 'matches' | 'notequals' | 'notmatches' | 'and' | 'or';

/** A node of the expression tree; offsets cover all its tokens. */
export type ExpressionNode = { readonly start: number; readonly end: number } & (
  | { readonly type: 'literal'; readonly value: string | boolean | null | UntrustedRegexp }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'input'; readonly name: string }
  | { readonly type: 'not'; readonly operand: ExpressionNode }
  | {
      readonly type: 'binary';
      readonly operator: BinaryKind;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    }
);

export interface ParseFailure {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type Parsed =
  | { readonly tree: ExpressionNode }
  | { readonly error: ParseFailure; readonly tree?: undefined };

/**
 * Builds the tree by reordering (shunting-yard), as GitLab does: `$A "x" ==` is as good as `$A == "x"`.
 * GitLab: lib/gitlab/ci/pipeline/expression/parser.rb.
 */
export function parseTokens(tokens: readonly Token[]): Parsed {
  const postfix = toPostfix(tokens);
  if (!Array.isArray(postfix)) return { error: postfix };
  const nodes: ExpressionNode[] = [];
  for (const token of postfix) {
    const built = build(token, nodes);
    if ('message' in built) return { error: built };
    nodes.push(built);
  }
  const [tree, extra] = nodes;
  if (tree === undefined) return { error: failure('the expression is empty', tokens) };
  if (extra !== undefined) {
    return { error: { message: 'two values stand side by side without an operator', ...extent(extra) } };
  }
  return { tree };
}

function toPostfix(tokens: readonly Token[]): Token[] | ParseFailure {
  const output: Token[] = [];
  const operators: Token[] = [];
  for (const token of tokens) {
    const { role } = TOKEN_ROLES[token.kind];
    if (role === 'value') output.push(token);
    else if (role === 'open' || role === 'unary') operators.push(token);
    else {
      popWhileTighter(token, operators, output);
      if (role === 'binary') operators.push(token);
      else if (operators.pop() === undefined) return at(token, 'this parenthesis was never opened');
    }
  }
  return output.concat(operators.reverse());
}

function popWhileTighter(token: Token, operators: Token[], output: Token[]): void {
  const { precedence } = TOKEN_ROLES[token.kind];
  for (let last = operators.at(-1); last !== undefined; last = operators.at(-1)) {
    if (precedence < TOKEN_ROLES[last.kind].precedence) return;
    output.push(last);
    operators.pop();
  }
}

function build(token: Token, nodes: ExpressionNode[]): ExpressionNode | ParseFailure {
  const { start, end } = token;
  switch (token.kind) {
    case 'variable':
      return { type: 'variable', name: token.text.slice(1), start, end };
    case 'input':
      return { type: 'input', name: token.text.slice(token.text.indexOf('.') + 1, -2).trim(), start, end };
    case 'string':
      return { type: 'literal', value: token.text.slice(1, -1), start, end };
    case 'pattern':
      return buildPattern(token);
    case 'null':
      return { type: 'literal', value: null, start, end };
    case 'boolean':
      return { type: 'literal', value: token.text === 'true', start, end };
    case 'not': {
      const operand = nodes.pop();
      if (operand === undefined) return at(token, '`!` has nothing to negate');
      return { type: 'not', operand, ...span(token, operand) };
    }
    case 'parenthesisopen':
    case 'parenthesisclose':
      return at(token, 'this parenthesis is never closed');
    default: {
      const right = nodes.pop();
      const left = nodes.pop();
      if (left === undefined || right === undefined)
        return at(token, `\`${token.text}\` needs a value on both sides`);
      return { type: 'binary', operator: token.kind, left, right, ...span(token, left, right) };
    }
  }
}

/** GitLab: lexeme/pattern.rb; a pattern that RE2 refuses is a syntax error of the expression. */
function buildPattern(token: Token): ExpressionNode | ParseFailure {
  const value = regexpFromRubySyntax(token.text.replaceAll('\\/', '/'));
  if (value === undefined) return at(token, `RE2 does not accept the pattern ${token.text}`);
  return { type: 'literal', value, start: token.start, end: token.end };
}

function span(...parts: readonly { start: number; end: number }[]): { start: number; end: number } {
  return {
    start: Math.min(...parts.map((part) => part.start)),
    end: Math.max(...parts.map((part) => part.end)),
  };
}

function extent({ start, end }: ExpressionNode): { start: number; end: number } {
  return { start, end };
}

function at({ start, end }: Token, message: string): ParseFailure {
  return { message, start, end };
}

function failure(message: string, tokens: readonly Token[]): ParseFailure {
  return { message, start: tokens.at(0)?.start ?? 0, end: tokens.at(-1)?.end ?? 0 };
}
