import type { Problem } from '../../errors/index.js';
import { type ComparisonTrial, evaluateNode, RubyException, type VariableLookup } from './evaluate.js';
import { type LexOptions, tokenizeExpression } from './lexer.js';
import { type ExpressionNode, parseTokens } from './parser.js';
import { type ExpressionValue, isPresent } from './values.js';

/** A place inside the expression text, UTF-16 offsets, end exclusive. */
export interface ExpressionProblem extends Problem {
  readonly start: number;
  readonly end: number;
}

export interface ExpressionOptions extends LexOptions {
  /** Values of `$[[ inputs.NAME ]]`, where the place knows them (`spec:inputs:rules`). */
  readonly inputs?: (name: string) => ExpressionValue | undefined;
}

export interface ExpressionOutcome {
  /**
   * `value`: evaluated; `error`: GitLab's own error, which counts as no; `raises`: a Ruby exception that GitLab
   * does not rescue, so that the whole pipeline creation fails ("Undefined error").
   */
  readonly kind: 'value' | 'error' | 'raises';
  /** The yes/no that rules use; false for `error` and `raises`. */
  readonly truthful: boolean;
  readonly value: ExpressionValue;
  readonly problem?: ExpressionProblem;
  /** The variables it looked at, with what they held (null: undefined, or defined without a value). */
  readonly saw: Readonly<Record<string, string | null>>;
  /** The comparisons it came to, in order. */
  readonly comparisons: readonly ComparisonTrial[];
}

export type ParsedExpression =
  | { readonly tree: ExpressionNode; readonly problem?: undefined }
  | { readonly tree?: undefined; readonly problem: ExpressionProblem };

/** A configuration's few expressions are asked again for every job, source and variable; the tree depends on the text alone. */
const PARSED = {
  withNegation: new Map<string, ParsedExpression>(),
  without: new Map<string, ParsedExpression>(),
};
const PARSED_LIMIT = 1_000;

/** Reads an expression into a tree, or says where it fails. */
export function parseExpression(text: string, options: LexOptions = {}): ParsedExpression {
  const cache = options.negation === false ? PARSED.without : PARSED.withNegation;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text, options);
  if (cache.size >= PARSED_LIMIT) cache.clear();
  cache.set(text, parsed);
  return parsed;
}

function parse(text: string, options: LexOptions): ParsedExpression {
  const { tokens, error } = tokenizeExpression(text, options);
  if (error !== undefined) return { problem: error };
  const parsed = parseTokens(tokens);
  if (parsed.tree !== undefined) return { tree: parsed.tree };
  return { problem: { code: 'CI_EXPRESSION_SYNTAX', ...parsed.error } };
}

/**
 * Evaluates a `rules:if` / `only:variables` expression as GitLab does.
 * GitLab: lib/gitlab/ci/pipeline/expression/statement.rb (`truthful?`).
 */
export function evaluateExpression(
  text: string,
  lookup: VariableLookup,
  options: ExpressionOptions = {},
): ExpressionOutcome {
  const { tree, problem } = parseExpression(text, options);
  if (tree === undefined)
    return { kind: 'error', truthful: false, value: null, problem, saw: {}, comparisons: [] };
  const saw = new Map<string, string | null>();
  const comparisons: ComparisonTrial[] = [];
  const run = { lookup, inputs: options.inputs ?? (() => undefined), comparisons, saw };
  try {
    const value = evaluateNode(tree, run);
    return { kind: 'value', truthful: isPresent(value), value, saw: Object.fromEntries(saw), comparisons };
  } catch (error) {
    if (!(error instanceof RubyException)) throw error;
    const { start, end, message } = error;
    const raised = { code: 'CI_EXPRESSION_RAISES', message, wayOut: RAISES_WAY_OUT, start, end };
    return {
      kind: 'raises',
      truthful: false,
      value: null,
      problem: raised,
      saw: Object.fromEntries(saw),
      comparisons,
    };
  }
}

const RAISES_WAY_OUT = 'put the pattern on the right of =~ or !~, and only a pattern or a string there';

/** How a configuration takes the text: GitLab evaluates it once without variables (`valid?` in statement.rb). */
export function checkExpression(text: string, options: LexOptions = {}): Checked {
  const cache = options.negation === false ? CHECKED.without : CHECKED.withNegation;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const { kind } = evaluateExpression(text, () => undefined, options);
  const checked = kind === 'value' ? 'valid' : kind === 'error' ? 'invalid' : 'raises';
  if (cache.size >= PARSED_LIMIT) cache.clear();
  cache.set(text, checked);
  return checked;
}

type Checked = 'valid' | 'invalid' | 'raises';
const CHECKED = { withNegation: new Map<string, Checked>(), without: new Map<string, Checked>() };
