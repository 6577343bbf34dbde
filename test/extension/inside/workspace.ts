import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** A file of the open folder. */
export function file(path: string): vscode.Uri {
  const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(uri);
  return vscode.Uri.joinPath(uri, path);
}

/** Writes a file; an open document of it follows a moment later, and is waited for. */
export async function write(path: string, text: string): Promise<vscode.Uri> {
  const uri = file(path);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const open = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (open) await eventually(() => open.isClosed || open.getText() === text);
  return uri;
}

/** Opens a file in an editor. */
export async function show(path: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(file(path));
}

/** Closes all editors; what was not saved is given up. */
export async function closeAll(): Promise<void> {
  for (const editor of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(editor);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Types over the first place where `from` stands, without saving. */
export async function replace(uri: vscode.Uri, from: string, to: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.getText().indexOf(from);
  assert.ok(at >= 0, `${from} is not in ${document.getText()}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}

/** Where this text stands first. */
export async function placeOf(uri: vscode.Uri, text: string, offset = 0): Promise<vscode.Position> {
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${text} is not in ${document.getText()}`);
  return document.positionAt(at + offset);
}

const POLL_MS = 20;
/** A busy machine with two cores takes seconds; only a failing test waits so long. */
const LONGEST_MS = 30_000;

/** Asks until the answer is not undefined or false; the error shows what came last. */
export async function eventually<T>(
  ask: () => T | undefined | false | PromiseLike<T | undefined | false>,
  last: () => unknown = () => undefined,
): Promise<T> {
  const end = Date.now() + LONGEST_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`it did not come; last: ${JSON.stringify(last(), undefined, 1)}`);
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

/** Our diagnostics of a file as `line rule`, lines counted from one. */
export function found(uri: vscode.Uri): string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'gitlab-chatops')
    .map(({ range, code }) => `${range.start.line + 1} ${typeof code === 'object' ? code.value : code}`);
}

/** Waits until exactly these diagnostics are shown, in whatever order. */
export async function comesTo(uri: vscode.Uri, wanted: readonly string[]): Promise<void> {
  const sorted = [...wanted].sort().join();
  await eventually(
    () => found(uri).sort().join() === sorted,
    () => found(uri),
  );
}
