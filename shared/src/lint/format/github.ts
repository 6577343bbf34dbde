import type { Severity } from '../finding.js';
import { type LintReport, messageWithPage } from './report.js';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** GitHub's workflow commands, one finding a line (docs: actions/reference/workflow-commands). */
export function formatGitHub({ findings }: LintReport): string {
  return findings
    .map((finding) => {
      const { severity, at, rule } = finding;
      const place = `file=${property(at.file)},line=${at.line},col=${at.column},title=${property(rule)}`;
      return `::${COMMANDS[severity]} ${place}::${data(messageWithPage(finding))}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
