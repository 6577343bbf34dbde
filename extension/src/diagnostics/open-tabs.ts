import * as vscode from 'vscode';

/**
 * The files that a person has open. A closed file's text document may live on for minutes, because somebody's code
 * looked at it, so tabs count and not documents.
 */
export function openTabs(): ReadonlySet<string> {
  const uris = new Set<string>();
  for (const { input } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    if (input instanceof vscode.TabInputText) uris.add(input.uri.toString());
    else if (input instanceof vscode.TabInputTextDiff) uris.add(input.modified.toString());
  }
  return uris;
}
