/** What a token does for the parser; GitLab: `type` of a lexeme in lib/gitlab/ci/pipeline/expression/lexeme. */
export type TokenRole = 'value' | 'binary' | 'unary' | 'open' | 'close';

/** GitLab's lexemes, by the names its own tests print. */
export type TokenKind =
  | 'parenthesisopen'
  | 'parenthesisclose'
  | 'input'
  | 'variable'
  | 'string'
  | 'pattern'
  | 'null'
  | 'boolean'
  | 'equals'
  | 'matches'
  | 'notequals'
  | 'notmatches'
  | 'and'
  | 'or'
  | 'not';

export interface Token {
  readonly kind: TokenKind;
  /** The token's own text, quotes and slashes included. */
  readonly text: string;
  /** UTF-16 offsets into the expression, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Role and precedence (lower binds tighter); GitLab: `type` and `precedence` of each lexeme. */
export const TOKEN_ROLES: Readonly<
  Record<TokenKind, { readonly role: TokenRole; readonly precedence: number }>
> = {
  not: { role: 'unary', precedence: 1 },
  equals: { role: 'binary', precedence: 10 },
  matches: { role: 'binary', precedence: 10 },
  notequals: { role: 'binary', precedence: 10 },
  notmatches: { role: 'binary', precedence: 10 },
  and: { role: 'binary', precedence: 11 },
  or: { role: 'binary', precedence: 12 },
  parenthesisclose: { role: 'close', precedence: 900 },
  parenthesisopen: { role: 'open', precedence: 901 },
  input: { role: 'value', precedence: 0 },
  variable: { role: 'value', precedence: 0 },
  string: { role: 'value', precedence: 0 },
  pattern: { role: 'value', precedence: 0 },
  null: { role: 'value', precedence: 0 },
  boolean: { role: 'value', precedence: 0 },
};
