import { type Token, tokenizeExpression } from '../ci/expression/index.js';
import type { Located, SourceRange } from '../ci/index.js';
import type { LintContext, LintJob } from './context.js';
import type { TextEdit } from './finding.js';
import { editScalar } from './places/scalar-edit.js';
import { mapScalar } from './places/scalar-map.js';

/** One `rules:if` or `only/except:variables` text as tokens, each with its place in the file. */
export interface Condition {
  readonly text: string;
  readonly at: SourceRange;
  readonly tokens: readonly Token[];
  /** `A op B` wherever two values stand around a comparison; sides are the tokens' own text. */
  comparisons(): readonly Comparison[];
  rangeOf(start: number, end: number): SourceRange;
  edit(start: number, end: number, newText: string): TextEdit | undefined;
}

export interface Comparison {
  readonly left: string;
  readonly operator: string;
  readonly right: string;
  readonly rightToken: Token;
  readonly at: SourceRange;
}

/** Every condition of every job, then the workflow's (without a job). A shared text is given once per job. */
export function* conditionsOf(
  context: LintContext,
): Generator<{ readonly job?: LintJob; readonly condition: Condition }> {
  for (const job of context.jobs) {
    for (const text of jobConditions(job)) {
      const condition = readCondition(context, text);
      if (condition) yield { job, condition };
    }
  }
  for (const rule of context.config.workflow.rules ?? []) {
    const condition = rule.if && readCondition(context, rule.if);
    if (condition) yield { condition };
  }
}

function* jobConditions({ job }: LintJob): Generator<Located<string>> {
  for (const rule of job.rules ?? []) if (rule.if) yield rule.if;
  yield* job.only?.variables ?? [];
  yield* job.except?.variables ?? [];
}

const COMPARISONS = ['equals', 'notequals', 'matches', 'notmatches'];

export function readCondition(context: LintContext, { value, at }: Located<string>): Condition | undefined {
  if (!at) return undefined;
  const { tokens } = tokenizeExpression(value);
  const file = context.text(at.file);
  const lines = context.lines(at.file);
  const source = file?.slice(at.start, at.end) ?? '';
  const map = mapScalar(source, at.start, value);
  const rangeOf = (start: number, end: number): SourceRange =>
    lines ? lines.range(map.toFile(start), map.toFile(end)) : at;
  return {
    text: value,
    at,
    tokens,
    rangeOf,
    edit: (start, end, newText) =>
      file === undefined
        ? undefined
        : editScalar({ file: at.file, source, start: at.start, value }, map, start, end, newText),
    comparisons: () =>
      tokens.flatMap((token, i) => {
        const left = tokens[i - 1];
        const right = tokens[i + 1];
        if (!COMPARISONS.includes(token.kind) || !left || !right) return [];
        return [
          {
            left: left.text,
            operator: token.text,
            right: right.text,
            rightToken: right,
            at: rangeOf(left.start, right.end),
          },
        ];
      }),
  };
}
