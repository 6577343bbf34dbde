import type { Finding, Severity } from '../finding.js';
import { type LintReport, rulePage } from './report.js';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0 (OASIS). Columns are UTF-16 units, as the format's default. */
export function formatSarif({ findings, rules, version, text }: LintReport): string {
  const driver = {
    name: 'gitlab-chatops',
    version,
    informationUri: 'https://gitlab.com/gitlab-chatops/gitlab-chatops',
    rules: rules.map(({ id, summary, severity }) => ({
      id,
      shortDescription: { text: summary },
      helpUri: rulePage(id),
      defaultConfiguration: { level: LEVELS[severity] },
    })),
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      { tool: { driver }, columnKind: 'utf16CodeUnits', results: findings.map((each) => result(each, text)) },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function result({ rule, severity, message, at, related, fixes }: Finding, text: LintReport['text']): object {
  return {
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: message },
    locations: [location(at)],
    ...(related && related.length > 0
      ? {
          relatedLocations: related.map((other) => ({
            ...location(other.at),
            message: { text: other.message },
          })),
        }
      : {}),
    ...(fixes.length > 0
      ? {
          fixes: fixes.map(({ title, edits }) => ({
            description: { text: title },
            artifactChanges: edits.map((edit) => ({
              artifactLocation: { uri: encodeURI(edit.file) },
              replacements: [
                {
                  deletedRegion: {
                    byteOffset: bytesBefore(text(edit.file), edit.start),
                    byteLength:
                      bytesBefore(text(edit.file), edit.end) - bytesBefore(text(edit.file), edit.start),
                  },
                  insertedContent: { text: edit.newText },
                },
              ],
            })),
          })),
        }
      : {}),
  };
}

function location(at: Finding['at']): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(at.file) },
      region: {
        startLine: at.line,
        startColumn: at.column,
        charOffset: at.start,
        charLength: at.end - at.start,
      },
    },
  };
}

function bytesBefore(text: string | undefined, offset: number): number {
  return new TextEncoder().encode((text ?? '').slice(0, offset)).length;
}
