import * as vscode from 'vscode';
import type { ConfigRoot } from '../workspace/index.js';

/** Whether a file stands inside the root's repository. */
export function isInside({ repository, uri }: ConfigRoot, file: vscode.Uri): boolean {
  return file.scheme === uri.scheme && file.path.startsWith(topOf(repository));
}

/** Unsaved text of the repository's files, by path inside it: a run sees what the editors show. */
export function unsavedTexts(root: ConfigRoot): Record<string, string> {
  const changed = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && isInside(root, uri));
  const start = topOf(root.repository).length;
  return Object.fromEntries(changed.map((document) => [document.uri.path.slice(start), document.getText()]));
}

function topOf(repository: vscode.Uri): string {
  return `${repository.path.replace(/\/$/, '')}/`;
}
