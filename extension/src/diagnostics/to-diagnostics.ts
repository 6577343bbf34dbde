import { type Finding, IGNORE_UNUSED, rulePage, type Severity } from '@gitlab-chatops/shared/lint';
import * as vscode from 'vscode';
import { type ConfigModel, locationOf } from '../workspace/index.js';
import type { Linted } from './lints.js';
import { errorPage } from './pages.js';

export const SOURCE = 'gitlab-chatops';

/** The diagnostics of one configuration, file by file. */
export type FileDiagnostics = Map<string, { readonly uri: vscode.Uri; readonly list: vscode.Diagnostic[] }>;

export function diagnosticsOf({ model, settings, findings }: Linted): FileDiagnostics {
  const files: FileDiagnostics = new Map();
  const put = (uri: vscode.Uri, diagnostic: vscode.Diagnostic): void => {
    const key = uri.toString();
    const file = files.get(key) ?? { uri, list: [] };
    file.list.push(diagnostic);
    files.set(key, file);
  };
  for (const finding of findings) {
    const { uri, range } = locationOf(model, finding.at) ?? atTop(model);
    put(uri, findingDiagnostic(model, finding, range));
  }
  for (const { code, message, line } of settings.problems) {
    const range = new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
    put(settings.uri, diagnostic(range, message, 'error', code, errorPage(code)));
  }
  return files;
}

/** For what stands in a file of another project. */
function atTop({ root }: ConfigModel): vscode.Location {
  return new vscode.Location(root.uri, new vscode.Position(0, 0));
}

function diagnostic(
  range: vscode.Range,
  message: string,
  severity: Severity,
  code: string,
  page: string,
): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message, SEVERITIES[severity]);
  made.source = SOURCE;
  made.code = { value: code, target: vscode.Uri.parse(page) };
  return made;
}

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Drawn faded or struck through, as the editor does with what is useless or old. */
const TAGS: Readonly<Record<string, vscode.DiagnosticTag>> = {
  [IGNORE_UNUSED]: vscode.DiagnosticTag.Unnecessary,
  'chat-legacy-only': vscode.DiagnosticTag.Deprecated,
};

function findingDiagnostic(model: ConfigModel, finding: Finding, range: vscode.Range): vscode.Diagnostic {
  const { rule, message, severity, related = [] } = finding;
  const made = diagnostic(range, message, severity, rule, rulePage(rule));
  made.relatedInformation = related.flatMap(({ at, message: words }) => {
    const location = locationOf(model, at);
    return location ? [new vscode.DiagnosticRelatedInformation(location, words)] : [];
  });
  const tag = TAGS[rule];
  if (tag !== undefined) made.tags = [tag];
  return made;
}
