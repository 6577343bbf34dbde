import { type LintReport, rulePage } from './report.js';

/** Version of this shape; it changes only when a reader could break. */
export const LINT_JSON_VERSION = 1;

export function formatJson({ findings, version }: LintReport): string {
  const document = {
    format: LINT_JSON_VERSION,
    tool: { name: 'gitlab-chatops', version },
    findings: findings.map((finding) => ({ ...finding, docs: rulePage(finding.rule) })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
