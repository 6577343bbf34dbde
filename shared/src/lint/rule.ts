import type { LintContext } from './context.js';
import type { Confidence, Report, Severity } from './finding.js';

export interface RuleMeta {
  /** File name, message code, docs page and ignore word in one. */
  readonly id: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** One sentence for `--list-rules`. */
  readonly summary: string;
}

/** One rule is one file: what it is, and one function that looks. */
export interface LintRule {
  readonly meta: RuleMeta;
  check(context: LintContext): Iterable<Report>;
}
