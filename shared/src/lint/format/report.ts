import type { Finding } from '../finding.js';
import type { RuleMeta } from '../rule.js';

/** What a formatter gets: findings in order, and what it needs to show them. */
export interface LintReport {
  readonly findings: readonly Finding[];
  readonly rules: readonly RuleMeta[];
  /** Version of gitlab-chatops. */
  readonly version: string;
  /** Text of a file, for excerpts and fingerprints. */
  readonly text: (file: string) => string | undefined;
}

/** Where a rule's page is published. */
export function rulePage(rule: string): string {
  return `https://gitlab.com/gitlab-chatops/gitlab-chatops/-/blob/main/docs/rules/${rule}.md`;
}

/** The line a finding begins on, without its line end. */
export function lineOf(text: string | undefined, line: number): string | undefined {
  return text?.split('\n')[line - 1]?.replace(/\r$/, '');
}
