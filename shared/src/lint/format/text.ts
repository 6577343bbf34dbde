import type { Finding } from '../finding.js';
import { excerpt, type Paint } from './excerpt.js';
import type { LintReport } from './report.js';

/** For people: place, severity, sentence, the line with a pointer below, then a sum. */
export function formatText(report: LintReport, paint: Paint): string {
  const blocks = report.findings.map((finding) => block(finding, report, paint));
  return `${[...blocks, sum(report.findings)].join('\n')}\n`;
}

function block(finding: Finding, report: LintReport, paint: Paint): string {
  const { at, severity, message, rule, job, related, fixes } = finding;
  const place = paint('bold', `${at.file}:${at.line}:${at.column}`);
  const about = job === undefined ? '' : ` ${paint('dim', `in ${job}`)}`;
  const lines = [
    `${place} ${paint(severity, severity)} ${paint('dim', `[${rule}]`)}${about}`,
    `  ${message}`,
  ];
  lines.push(...excerpt(at, report.text(at.file), paint));
  for (const other of related ?? []) {
    lines.push(paint('dim', `  ${other.at.file}:${other.at.line}:${other.at.column} ${other.message}`));
  }
  for (const { title, safe } of fixes) {
    lines.push(paint('dim', `  ${safe ? 'fix (--fix)' : 'possible fix'}: ${title}`));
  }
  return `${lines.join('\n')}\n`;
}

function sum(findings: readonly Finding[]): string {
  const count = (severity: string): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  return `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}, ${count('info')} info`;
}
