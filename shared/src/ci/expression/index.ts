export type { ComparisonTrial, VariableLookup } from './evaluate.js';
export { expressionSyntax, type Lexed, type LexOptions, tokenizeExpression } from './lexer.js';
export type { ExpressionNode } from './parser.js';
export { type PossibleTruth, possibleTruth } from './possible.js';
export { compileUntrusted, hasRubySyntax, regexpFromRubySyntax, type UntrustedRegexp } from './regexp.js';
export {
  checkExpression,
  type ExpressionOptions,
  type ExpressionOutcome,
  type ExpressionProblem,
  evaluateExpression,
  parseExpression,
} from './statement.js';
export type { Token, TokenKind } from './tokens.js';
export { type ExpressionValue, isBlank } from './values.js';
