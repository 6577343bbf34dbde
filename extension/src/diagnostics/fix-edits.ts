import { type Finding, safeEdits, type TextEdit } from '@gitlab-chatops/shared/lint';
import * as vscode from 'vscode';
import type { ConfigModel } from '../workspace/index.js';
import type { Linted } from './lints.js';

/** Mends as the editor applies them; edits of files of other projects are left out. */
export function workspaceEdit(model: ConfigModel, edits: Iterable<TextEdit>): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { file, start, end, newText } of edits) {
    const uri = model.uri(file);
    // Only offsets count in `range`; line and column are for people.
    if (uri) edit.replace(uri, model.range({ file, start, end, line: 1, column: 1 }), newText);
  }
  return edit;
}

/** The findings that can be mended without changing what runs. */
export function safelyMended(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ fixes }) => fixes.some(({ safe }) => safe));
}

/** Every safe mend that falls into these files (all when absent), those that would meet another left for later. */
export function safeEditsIn({ model, findings }: Linted, files?: ReadonlySet<string>): vscode.WorkspaceEdit {
  const wanted = [...safeEdits(findings.filter((finding) => staysIn(finding, files)))];
  return workspaceEdit(
    model,
    wanted.flatMap(([, edits]) => edits),
  );
}

function staysIn({ fixes }: Finding, files: ReadonlySet<string> | undefined): boolean {
  if (files === undefined) return true;
  const fix = fixes.find(({ safe }) => safe);
  return fix?.edits.every(({ file }) => files.has(file)) ?? false;
}
