import * as vscode from 'vscode';
import type { Linted, Lints } from './lints.js';
import { openTabs } from './open-tabs.js';
import { diagnosticsOf, type FileDiagnostics } from './to-diagnostics.js';

/** Whose problems are shown; `configuration`: a configuration's, with all its files, while one of them is open. */
type Scope = 'openFiles' | 'configuration' | 'workspace';

const SETTING = 'gitlabChatops.lint.scope';

/** Keeps the Problems view as lint finds them, and clears what belongs to files that are closed. */
export function showDiagnostics(lints: Lints): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('gitlab-chatops');
  const made = new WeakMap<Linted, FileDiagnostics>();
  const filesOf = (linted: Linted): FileDiagnostics => {
    const files = made.get(linted) ?? diagnosticsOf(linted);
    made.set(linted, files);
    return files;
  };
  let shown = new Map<string, string>();

  const show = (): void => {
    const open = openTabs();
    const wanted = merged(lints.all.map((linted) => shownFiles(linted, filesOf(linted), open)));
    const next = new Map<string, string>();
    for (const [key, { uri, list }] of wanted) {
      const content = list.map(identity).join('\n');
      next.set(key, content);
      // Setting the same again would make the editor draw all squiggles anew.
      if (shown.get(key) !== content) collection.set(uri, list);
    }
    for (const key of shown.keys()) if (!next.has(key)) collection.delete(vscode.Uri.parse(key));
    shown = next;
  };
  show();
  return vscode.Disposable.from(
    collection,
    lints.onDidChange(show),
    vscode.window.tabGroups.onDidChangeTabs(show),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) show();
    }),
  );
}

function shownFiles(
  { model, settings }: Linted,
  files: FileDiagnostics,
  open: ReadonlySet<string>,
): FileDiagnostics {
  const scope = vscode.workspace.getConfiguration(undefined, model.root.uri).get<Scope>(SETTING);
  if (scope === 'workspace') return files;
  if (scope === 'openFiles') return new Map([...files].filter(([key]) => open.has(key)));
  const own = model.config.files.flatMap((file) => model.uri(file) ?? []);
  return [...own, settings.uri].some((uri) => open.has(uri.toString())) ? files : new Map();
}

/** A file that two configurations include has the problems of both, each once. */
function merged(all: readonly FileDiagnostics[]): FileDiagnostics {
  const files: FileDiagnostics = new Map();
  for (const [key, { uri, list }] of all.flatMap((each) => [...each])) {
    const file = files.get(key) ?? { uri, list: [] };
    const known = new Set(file.list.map(identity));
    file.list.push(...list.filter((diagnostic) => !known.has(identity(diagnostic))));
    files.set(key, file);
  }
  return files;
}

function identity({ range, message, severity, code, relatedInformation = [] }: vscode.Diagnostic): string {
  const related = relatedInformation.map(({ location }) => [location.uri.toString(), location.range]);
  return JSON.stringify([range, message, severity, code, related]);
}
