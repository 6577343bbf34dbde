import { type Token, tokenizeExpression } from '../ci/expression/index.js';
import type { Located, SourceRange } from '../ci/index.js';
import type { LintContext, LintJob } from './context.js';
import type { TextEdit } from './finding.js';
import { editScalar } from './places/scalar-edit.js';
import { mapScalar, type ScalarMap } from './places/scalar-map.js';

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
  readonly leftToken: Token;
  readonly rightToken: Token;
  range(): SourceRange;
}

interface JobCondition {
  readonly job?: LintJob;
  readonly condition: Condition;
}

const KNOWN = new WeakMap<LintContext, readonly JobCondition[]>();

/** Every condition of every job, then the workflow's (without a job). A shared text is given once per job. */
export function conditionsOf(context: LintContext): readonly JobCondition[] {
  const known = KNOWN.get(context);
  if (known) return known;
  const found = [...readConditions(context)];
  KNOWN.set(context, found);
  return found;
}

function* readConditions(context: LintContext): Generator<JobCondition> {
  const read = new Map<SourceRange, Condition>();
  const once = (text: Located<string>): Condition | undefined => {
    if (!text.at) return undefined;
    const condition = read.get(text.at) ?? new WrittenCondition(context, text.value, text.at);
    read.set(text.at, condition);
    return condition;
  };
  for (const job of context.jobs) {
    for (const text of jobConditions(job)) {
      const condition = once(text);
      if (condition) yield { job, condition };
    }
  }
  for (const rule of context.config.workflow.rules ?? []) {
    const condition = rule.if && once(rule.if);
    if (condition) yield { condition };
  }
}

function* jobConditions({ job }: LintJob): Generator<Located<string>> {
  for (const rule of job.rules ?? []) if (rule.if) yield rule.if;
  yield* job.only?.variables ?? [];
  yield* job.except?.variables ?? [];
}

const COMPARISONS = ['equals', 'notequals', 'matches', 'notmatches'];

class WrittenCondition implements Condition {
  readonly text: string;
  readonly at: SourceRange;
  readonly tokens: readonly Token[];
  readonly #context: LintContext;
  #map: ScalarMap | undefined;
  #comparisons: readonly Comparison[] | undefined;

  constructor(context: LintContext, text: string, at: SourceRange) {
    this.#context = context;
    this.text = text;
    this.at = at;
    this.tokens = tokenizeExpression(text).tokens;
  }

  comparisons(): readonly Comparison[] {
    this.#comparisons ??= this.tokens.flatMap((token, i) => {
      const left = this.tokens[i - 1];
      const right = this.tokens[i + 1];
      if (!COMPARISONS.includes(token.kind) || !left || !right) return [];
      return [
        {
          left: left.text,
          operator: token.text,
          right: right.text,
          leftToken: left,
          rightToken: right,
          range: () => this.rangeOf(left.start, right.end),
        },
      ];
    });
    return this.#comparisons;
  }

  rangeOf(start: number, end: number): SourceRange {
    const lines = this.#context.lines(this.at.file);
    const map = this.#scalarMap();
    return lines && map.isExact ? lines.range(map.toFile(start), map.toFile(end)) : this.at;
  }

  edit(start: number, end: number, newText: string): TextEdit | undefined {
    if (this.#context.text(this.at.file) === undefined) return undefined;
    const { file, start: first } = this.at;
    const place = { file, source: this.#source(), start: first, value: this.text };
    return editScalar(place, this.#scalarMap(), start, end, newText);
  }

  #source(): string {
    return this.#context.text(this.at.file)?.slice(this.at.start, this.at.end) ?? '';
  }

  #scalarMap(): ScalarMap {
    this.#map ??= mapScalar(this.#source(), this.at.start, this.text);
    return this.#map;
  }
}
