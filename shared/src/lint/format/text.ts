import type { Finding } from '../finding.js';
import { excerpt, type Paint } from './excerpt.js';
import { printable } from './printable.js';
import { type LintReport, messageWithPage } from './report.js';

/** For people: place, severity, sentence, the line with a pointer below, then a sum. */
export function formatText(report: LintReport, paint: Paint): string {
  const blocks = report.findings.map((finding) => block(finding, report, paint));
  return `${[...blocks, sum(report.findings)].join('\n')}\n`;
}

function block(finding: Finding, report: LintReport, paint: Paint): string {
  const { at, severity, rule, job, related, fixes } = finding;
  const place = paint('bold', placeText(at));
  const about = job === undefined ? '' : ` ${paint('dim', `in ${printable(job)}`)}`;
  const lines = [
    `${place} ${paint(severity, severity)} ${paint('dim', `[${rule}]`)}${about}`,
    `  ${printable(messageWithPage(finding))}`,
  ];
  lines.push(...excerpt(at, report.text(at.file), paint, severity));
  for (const other of related ?? []) {
    lines.push(paint('dim', `  ${placeText(other.at)} ${printable(other.message)}`));
  }
  for (const { title, safe } of fixes) {
    lines.push(paint('dim', `  ${safe ? 'fix (--fix)' : 'possible fix'}: ${printable(title)}`));
  }
  return `${lines.join('\n')}\n`;
}

function placeText({ file, line, column }: Finding['at']): string {
  return `${printable(file)}:${line}:${column}`;
}

function sum(findings: readonly Finding[]): string {
  const count = (severity: string): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  return `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}, ${count('info')} info`;
}
