import type { Finding, Severity } from '../finding.js';
import { indexLines, type LineIndex } from '../places/lines.js';
import { fingerprints } from './fingerprint.js';
import { type LintReport, rulePage, rulesOf } from './report.js';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0 (OASIS). Columns are UTF-16 units, as the format's default. */
export function formatSarif(report: LintReport): string {
  const { findings, version } = report;
  const rules = rulesOf(report);
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
  const places = new Places(report.text);
  const prints = fingerprints(report);
  const results = findings.map((finding, i) => ({
    ...result(finding, places),
    ...ruleIndex(rules.findIndex(({ id }) => id === finding.rule)),
    partialFingerprints: { 'gitlabChatops/v1': prints[i] },
  }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A rule that the caller does not list has no index. */
function ruleIndex(index: number): { readonly ruleIndex?: number } {
  return index < 0 ? {} : { ruleIndex: index };
}

function result({ rule, severity, message, at, related = [], fixes }: Finding, places: Places): object {
  return {
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: message },
    locations: [location(at, places)],
    ...(related.length > 0
      ? {
          relatedLocations: related.map((other) => ({
            ...location(other.at, places),
            message: { text: other.message },
          })),
        }
      : {}),
    ...(fixes.length > 0
      ? {
          fixes: fixes.map(({ title, edits }) => ({
            description: { text: title },
            artifactChanges: edits.map((edit) => ({
              artifactLocation: { uri: uriOf(edit.file) },
              replacements: [{ deletedRegion: places.region(edit), insertedContent: { text: edit.newText } }],
            })),
          })),
        }
      : {}),
  };
}

function location(at: Finding['at'], places: Places): object {
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(at.file) }, region: places.region(at, at) },
  };
}

function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}

interface Stretch {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Offsets as lines and columns; where the text is not at hand only the start is known. */
class Places {
  readonly #text: LintReport['text'];
  readonly #indexes = new Map<string, LineIndex | undefined>();

  constructor(text: LintReport['text']) {
    this.#text = text;
  }

  region({ file, start, end }: Stretch, known?: { readonly line: number; readonly column: number }): object {
    const index = this.#index(file);
    const from = index?.range(start, start) ?? known ?? { line: 1, column: 1 };
    const to = index?.range(end, end);
    return {
      startLine: from.line,
      startColumn: from.column,
      ...(to ? { endLine: to.line, endColumn: to.column } : {}),
    };
  }

  #index(file: string): LineIndex | undefined {
    if (!this.#indexes.has(file)) {
      const text = this.#text(file);
      this.#indexes.set(file, text === undefined ? undefined : indexLines(file, text));
    }
    return this.#indexes.get(file);
  }
}
