import type { Problem } from '../../errors/index.js';
import { patternTokenEnd } from './pattern-token.js';
import type { Token, TokenKind } from './tokens.js';

/** GitLab: MAX_TOKENS in lib/gitlab/ci/pipeline/expression/lexer.rb; that many tokens are already too many. */
export const MAX_TOKENS = 100;

export interface LexOptions {
  /** Whether `!` is an operator (GitLab 18.10 and newer); default true. */
  readonly negation?: boolean;
}

/** What a server of this version understands, e.g. `17.11.0`; a text that is no version counts as the newest. */
export function expressionSyntax(version: string): LexOptions {
  const [major, minor] = version.split('.').map(Number);
  if (major === undefined || minor === undefined || Number.isNaN(major) || Number.isNaN(minor)) return {};
  return { negation: major > 18 || (major === 18 && minor >= 10) };
}

export interface Lexed {
  /** The tokens up to the error, or all of them. */
  readonly tokens: readonly Token[];
  readonly error?: Problem & { readonly start: number; readonly end: number };
}

/** A configuration's few expressions are looked at by many, again at each keystroke. */
const LEXED = { withNegation: new Map<string, Lexed>(), without: new Map<string, Lexed>() };
const LEXED_LIMIT = 1_000;

/** Splits an expression into tokens; GitLab: lib/gitlab/ci/pipeline/expression/lexer.rb. */
export function tokenizeExpression(text: string, { negation = true }: LexOptions = {}): Lexed {
  const cache = negation ? LEXED.withNegation : LEXED.without;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const lexed = tokenize(text, negation);
  if (cache.size >= LEXED_LIMIT) cache.clear();
  cache.set(text, lexed);
  return lexed;
}

function tokenize(text: string, negation: boolean): Lexed {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const found = tokenAt(text, at, negation);
    if (found === undefined) return { tokens, error: unknownToken(text, at) };
    tokens.push({ kind: found.kind, text: text.slice(at, found.end), start: at, end: found.end });
    if (tokens.length >= MAX_TOKENS) return { tokens, error: tooManyTokens(at, text.length) };
    at = skipSpace(text, found.end);
  }
  return { tokens };
}

type Found = { readonly kind: TokenKind; readonly end: number };

/** The order is GitLab's LEXEMES list: the first lexeme that fits is taken. */
function tokenAt(text: string, at: number, negation: boolean): Found | undefined {
  const char = text.charAt(at);
  if (char === '(') return { kind: 'parenthesisopen', end: at + 1 };
  if (char === ')') return { kind: 'parenthesisclose', end: at + 1 };
  if (char === '$') return inputAt(text, at) ?? variableAt(text, at);
  if (char === '"' || char === "'") return stringAt(text, at, char);
  if (char === '/') {
    const end = patternTokenEnd(text, at);
    return end < 0 ? undefined : { kind: 'pattern', end };
  }
  return wordAt(text, at) ?? operatorAt(text, at, negation);
}

const OPERATORS: readonly (readonly [string, TokenKind])[] = [
  ['==', 'equals'],
  ['=~', 'matches'],
  ['!=', 'notequals'],
  ['!~', 'notmatches'],
  ['&&', 'and'],
  ['||', 'or'],
];

function operatorAt(text: string, at: number, negation: boolean): Found | undefined {
  for (const [sign, kind] of OPERATORS) {
    if (text.startsWith(sign, at)) return { kind, end: at + sign.length };
  }
  return negation && text[at] === '!' ? { kind: 'not', end: at + 1 } : undefined;
}

/** `null` needs no word boundary after it; `true` and `false` do (Ruby's `\b`, which knows Unicode). */
function wordAt(text: string, at: number): Found | undefined {
  if (text.startsWith('null', at)) return { kind: 'null', end: at + 4 };
  for (const word of ['true', 'false']) {
    const end = at + word.length;
    if (
      text.startsWith(word, at) &&
      !UNICODE_WORD.test(String.fromCodePoint(text.codePointAt(end) ?? 0x20))
    ) {
      return { kind: 'boolean', end };
    }
  }
  return undefined;
}

const UNICODE_WORD = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]$/u;
const WORD = /[A-Za-z0-9_]/;
const INPUT_NAME = /[A-Za-z0-9_-]/;
const SPACE = ' \t\r\n\f\v';

function variableAt(text: string, at: number): Found | undefined {
  const end = runEnd(text, at + 1, WORD);
  return end > at + 1 ? { kind: 'variable', end } : undefined;
}

/** `$[[ inputs.NAME ]]`, which GitLab evaluates only in `spec:inputs:rules`. */
function inputAt(text: string, at: number): Found | undefined {
  if (!text.startsWith('$[[', at)) return undefined;
  const word = skipSpace(text, at + 3);
  if (!text.startsWith('inputs.', word)) return undefined;
  const nameEnd = runEnd(text, word + 7, INPUT_NAME);
  const close = skipSpace(text, nameEnd);
  return nameEnd > word + 7 && text.startsWith(']]', close) ? { kind: 'input', end: close + 2 } : undefined;
}

/** Up to the next same quote on the same line; there are no escapes. */
function stringAt(text: string, at: number, quote: string): Found | undefined {
  const close = text.indexOf(quote, at + 1);
  if (close < 0) return undefined;
  const newline = text.indexOf('\n', at);
  return newline >= 0 && newline < close ? undefined : { kind: 'string', end: close + 1 };
}

function runEnd(text: string, from: number, word: RegExp): number {
  let end = from;
  while (end < text.length && word.test(text.charAt(end))) end += 1;
  return end;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.includes(text.charAt(at))) at += 1;
  return at;
}

function unknownToken(text: string, at: number): Lexed['error'] {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return {
    code: 'CI_EXPRESSION_UNKNOWN_TOKEN',
    message: `no expression token begins with ${JSON.stringify(char)} here`,
    wayOut: tokenHint(char),
    start: at,
    end: at + char.length,
  };
}

function tokenHint(char: string): string {
  if (char === '"' || char === "'") return `close the string with another ${char} on the same line`;
  if (char === '/') return 'write a pattern as /…/ with at least two characters between the slashes';
  if (char === '$') return 'write a variable as $NAME, without braces';
  if (char === '!') return '`!` alone needs GitLab 18.10 or newer';
  return 'compare variables ($NAME), "strings", /patterns/ and null with == != =~ !~, joined by && and ||';
}

function tooManyTokens(start: number, end: number): Lexed['error'] {
  return {
    code: 'CI_EXPRESSION_TOO_MANY_TOKENS',
    message: `the expression has ${MAX_TOKENS} tokens or more; GitLab takes at most ${MAX_TOKENS - 1}`,
    wayOut: 'split it into several rules',
    start,
    end,
  };
}
