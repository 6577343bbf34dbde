import type { SourceRange } from '../range.js';

/** Something that a clause asked for and that is not known here. */
export type UnknownFact =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'files' | 'changes' | 'comparison' | 'project'; readonly name: string };

export type ClauseKind = 'if' | 'changes' | 'exists' | 'refs' | 'variables' | 'kubernetes' | 'none';

/** One clause tried. */
export interface ClauseTrial {
  readonly kind: ClauseKind;
  readonly text: string;
  /** false also where it is not known. */
  readonly held: boolean;
  /** What it would have to know; absent: the answer is sure. */
  readonly unknown?: readonly UnknownFact[];
  /** For some values of what is not known GitLab's server fails. */
  readonly mayFail?: true;
  /** The variables the clause looked at, with the values it saw (null: undefined or nil); masked ones as `[MASKED]`. */
  readonly saw: Readonly<Record<string, string | null>>;
  readonly why: string;
  /** Of an expression with several comparisons: those it came to, in order. */
  readonly comparisons?: readonly { readonly text: string; readonly held: boolean }[];
  readonly at?: SourceRange;
}

/** One rule (or `only`, or `except`) tried: its clauses, the values they saw, and the verdict. */
export interface RuleTrial {
  readonly at?: SourceRange;
  readonly text: string;
  readonly matched: boolean;
  readonly clauses: readonly ClauseTrial[];
  readonly result?: { readonly when: string; readonly allowFailure?: boolean };
}

/** Thrown inside this folder where GitLab's clause fails: the rules end in `never` with this message. */
export class RuleParseError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RuleParseError';
  }
}

/**
 * Thrown inside `ci` where GitLab's server runs into a Ruby exception that nobody rescues: no pipeline, and the
 * request ends with an internal error.
 */
export class ServerFailure extends Error {
  readonly at?: SourceRange;

  constructor(message: string, at?: SourceRange) {
    super(message);
    this.name = 'ServerFailure';
    if (at !== undefined) this.at = at;
  }
}
