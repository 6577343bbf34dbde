import type { Finding } from '../finding.js';
import type { RuleMeta } from '../rule.js';
import { shellcheckMeta, shellcheckPage } from '../shellcheck/codes.js';

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
  const foreign = shellcheckPage(rule);
  if (foreign !== undefined) return foreign;
  return `https://gitlab.com/gitlab-chatops/gitlab-chatops/-/blob/main/docs/rules/${rule}.md`;
}

/** The message, with the page of a rule that `--explain` does not have. */
export function messageWithPage({ rule, message }: Pick<Finding, 'rule' | 'message'>): string {
  const page = shellcheckPage(rule);
  return page === undefined ? message : `${message} (${page})`;
}

/** The report's rules, with those of shellcheck that found something. */
export function rulesOf({ findings, rules }: Pick<LintReport, 'findings' | 'rules'>): readonly RuleMeta[] {
  const foreign = new Set(findings.map(({ rule }) => rule).filter((rule) => shellcheckPage(rule)));
  return [...rules, ...[...foreign].sort().map(shellcheckMeta)];
}

/** The line a finding begins on, without its line end. */
export function lineOf(text: string | undefined, line: number): string | undefined {
  return text?.split('\n')[line - 1]?.replace(/\r$/, '');
}
