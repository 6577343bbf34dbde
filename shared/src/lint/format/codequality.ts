import type { Finding, Severity } from '../finding.js';
import { type LintReport, lineOf } from './report.js';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', info: 'info' };

/** GitLab's Code Quality report (docs: ci/testing/code_quality, "Code Quality report format"). */
export function formatCodeQuality({ findings, text }: LintReport): string {
  const seen = new Map<string, number>();
  const issues = findings.map((finding) => {
    const key = [
      finding.rule,
      finding.at.file,
      finding.job ?? '',
      lineOf(text(finding.at.file), finding.at.line)?.trim() ?? '',
    ].join('\u0000');
    const twin = seen.get(key) ?? 0;
    seen.set(key, twin + 1);
    return issue(finding, fingerprint(`${key}\u0000${twin}`));
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}

function issue({ rule, severity, message, at }: Finding, id: string): object {
  return {
    description: message,
    check_name: rule,
    fingerprint: id,
    severity: SEVERITIES[severity],
    location: { path: at.file, lines: { begin: at.line } },
  };
}

/**
 * Stays the same when lines move: made of the rule, the file, the job and the line's text. FNV-1a, twice 64 bits;
 * it tells findings apart and guards nothing.
 */
function fingerprint(text: string): string {
  const hash = (seed: bigint): string => {
    let value = seed;
    for (const byte of new TextEncoder().encode(text)) {
      value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
    }
    return value.toString(16).padStart(16, '0');
  };
  return hash(0xcbf29ce484222325n) + hash(0x84222325cbf29ce4n);
}
