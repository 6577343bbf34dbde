import {
  type Finding,
  formatCodeQuality,
  formatGitHub,
  formatJson,
  formatSarif,
  formatText,
  type LintReport,
  type Paint,
  RULE_METAS,
} from '@gitlab-chatops/shared/lint';
import manifest from '../../package.json' with { type: 'json' };
import type { Linted } from './lint-run.js';

export const LINT_FORMATS = ['text', 'json', 'sarif', 'codequality', 'github'] as const;

export type LintFormat = (typeof LINT_FORMATS)[number];

/** The findings of all that was linted; one in a file that two configurations include is one. */
export function reportOf(all: readonly Linted[]): LintReport {
  const texts = new Map<string, string>();
  for (const { read, shown } of all) {
    for (const [file, text] of read.allTexts) texts.set(read.texts.has(file) ? shown(file) : file, text);
  }
  const findings = new Map(all.flatMap(relabelled).map((finding) => [identity(finding), finding]));
  return {
    findings: [...findings.values()],
    rules: RULE_METAS,
    version: manifest.version,
    text: (file) => texts.get(file),
  };
}

function identity({ rule, message, at }: Finding): string {
  return JSON.stringify([rule, message, at.file, at.start, at.end]);
}

/** In one document. */
export function printLint(report: LintReport, format: LintFormat, paint: Paint): string {
  switch (format) {
    case 'json':
      return formatJson(report);
    case 'sarif':
      return formatSarif(report);
    case 'codequality':
      return formatCodeQuality(report);
    case 'github':
      return formatGitHub(report);
    case 'text':
      return formatText(report, paint);
  }
}

/** Findings with paths as the reader sees them; labels of files from outside the repository stay. */
function relabelled({ findings, read, shown }: Linted): readonly Finding[] {
  const relabel = <T extends { readonly file: string }>(place: T): T =>
    read.texts.has(place.file) ? { ...place, file: shown(place.file) } : place;
  return findings.map((finding) => ({
    ...finding,
    at: relabel(finding.at),
    ...(finding.related
      ? { related: finding.related.map((other) => ({ ...other, at: relabel(other.at) })) }
      : {}),
    fixes: finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(relabel) })),
  }));
}
