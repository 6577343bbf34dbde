import { FIX_ROUNDS } from '@gitlab-chatops/shared/lint';
import * as vscode from 'vscode';
import { pathIn } from '../workspace/index.js';
import { safeEditsIn } from './fix-edits.js';
import type { Linted, Lints } from './lints.js';

/** Applies every safe mend in all files of the configurations that the active editor's file belongs to, else in all. */
export async function fixAll(lints: Lints): Promise<void> {
  await lints.settled();
  const uri = vscode.window.activeTextEditor?.document.uri;
  const roots = new Set(affected(lints.all, uri).map(({ model }) => model.root.uri.toString()));
  let files = 0;
  for (let round = 0; round < FIX_ROUNDS; round++) {
    const changes = lints.all.filter(({ model }) => roots.has(model.root.uri.toString()));
    const edits = changes.map((linted) => safeEditsIn(linted)).filter(({ size }) => size > 0);
    // One at a time: two configurations may include the same file, and the second edit would count in the old text.
    const [edit] = edits;
    if (edit === undefined || !(await vscode.workspace.applyEdit(edit))) break;
    files = Math.max(files, edit.size);
    await lints.settled();
  }
  const said =
    files === 0
      ? vscode.l10n.t('GitLab ChatOps: nothing that can be fixed safely')
      : vscode.l10n.t('GitLab ChatOps: fixed in {0} file(s), not saved yet', files);
  vscode.window.setStatusBarMessage(said, 6_000);
}

function affected(all: readonly Linted[], uri: vscode.Uri | undefined): readonly Linted[] {
  const own = uri === undefined ? [] : all.filter(({ model }) => pathIn(model, uri) !== undefined);
  return own.length > 0 ? own : all;
}
