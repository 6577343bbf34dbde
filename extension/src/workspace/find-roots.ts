import * as vscode from 'vscode';
import { type ConfigRoot, canBeSearched, configPathOf, rootAt } from './config-root.js';

/** More root configurations than anybody has open at once; a search must end. */
const MOST_ROOTS = 200;

/** Folders that hold other people's repositories. */
const NOT_OURS = '**/{node_modules,vendor,.git}/**';

/**
 * Every file below the open folders that stands where GitLab would look for it, and those opened on their own. A
 * repository may be a folder of the workspace, above several of them, or one of many below.
 */
export async function findRoots(): Promise<readonly ConfigRoot[]> {
  const found = new Map<string, ConfigRoot>();
  const add = (root: ConfigRoot | undefined): void => {
    if (root) found.set(root.uri.toString(), root);
  };
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const path = configPathOf(folder);
    if (path === undefined) continue;
    const top = vscode.Uri.joinPath(folder.uri, path);
    if (await exists(top)) add(rootAt(top, path));
    if (!canBeSearched(folder.uri)) continue;
    const pattern = new vscode.RelativePattern(folder, `**/${path}`);
    for (const uri of await vscode.workspace.findFiles(pattern, NOT_OURS, MOST_ROOTS)) {
      add(rootAt(uri, path));
    }
  }
  for (const { uri } of vscode.workspace.textDocuments) {
    const path = configPathOf(uri);
    if (path !== undefined && isAFile(uri)) add(rootAt(uri, path));
  }
  return [...found.values()].toSorted((a, b) => compare(a.uri.path, b.uri.path));
}

/** Outer repositories first, then by name. */
function compare(a: string, b: string): number {
  return a.split('/').length - b.split('/').length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Not the old side of a diff, a search editor or a preview. */
function isAFile(uri: vscode.Uri): boolean {
  return vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== undefined && uri.scheme !== 'git';
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type !== vscode.FileType.Directory;
  } catch {
    return false;
  }
}
