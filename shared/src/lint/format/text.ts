import type { Finding } from '../finding.js';
import { type LintReport, lineOf } from './report.js';

/** Styles a piece of text for a terminal; the identity where colours are off. */
export type Paint = (style: 'error' | 'warning' | 'info' | 'dim' | 'bold', text: string) => string;

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
  lines.push(...excerpt(finding, report, paint));
  for (const other of related ?? []) {
    lines.push(paint('dim', `  ${other.at.file}:${other.at.line}:${other.at.column} ${other.message}`));
  }
  for (const { title, safe } of fixes) {
    lines.push(paint('dim', `  ${safe ? 'fix (--fix)' : 'possible fix'}: ${title}`));
  }
  return `${lines.join('\n')}\n`;
}

/** A line in a terminal is as wide as people's terminals; longer ones are cut around the finding. */
const WIDTH = 100;

function excerpt({ at }: Finding, { text }: LintReport, paint: Paint): readonly string[] {
  const line = lineOf(text(at.file), at.line);
  if (line === undefined) return [];
  const from = Math.max(0, at.column - 1 - WIDTH / 2);
  const shown = printable(line.slice(from, from + WIDTH));
  const start = at.column - 1 - from;
  const length = Math.max(1, Math.min(at.end - at.start, shown.length - start));
  const gutter = String(at.line).padStart(5);
  return [
    `${paint('dim', `${gutter} |`)} ${shown}`,
    `${paint('dim', '      |')} ${' '.repeat(Math.max(0, start))}${paint('error', `^${'~'.repeat(length - 1)}`)}`,
  ];
}

/** One column each, so that the pointer stays under its word, and no terminal control comes from a repository. */
function printable(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '\u00b7');
}

function sum(findings: readonly Finding[]): string {
  const count = (severity: string): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  return `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}, ${count('info')} info`;
}
