import type { Finding, Severity } from '../finding.js';
import { fingerprints } from './fingerprint.js';
import { type LintReport, messageWithPage } from './report.js';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', info: 'info' };

/** GitLab's Code Quality report (docs: ci/testing/code_quality, "Code Quality report format"). */
export function formatCodeQuality(report: LintReport): string {
  const prints = fingerprints(report);
  const issues = report.findings.map((finding, i) => issue(finding, prints[i]));
  return `${JSON.stringify(issues, null, 2)}\n`;
}

function issue(finding: Finding, fingerprint: string | undefined): object {
  const { rule, severity, at } = finding;
  return {
    description: messageWithPage(finding),
    check_name: rule,
    fingerprint,
    severity: SEVERITIES[severity],
    location: { path: at.file, lines: { begin: at.line } },
  };
}
