import type { Finding, ShellParser } from '@gitlab-chatops/shared/lint';
import * as vscode from 'vscode';
import { resolveModel } from '../workspace/config-model.js';
import { type CommentPlace, commentPlaces, ignoreComment } from './ignore-comment.js';
import type { Linted } from './lints.js';
import { haveSameMeaning } from './same-meaning.js';

/**
 * The comment that silences a finding, its reason selected to be typed over. Each place is tried on the configuration
 * first: a comment above a continued line or inside a here-document would change the script. undefined: no place is left.
 */
export async function ignoreEdit(
  { model }: Linted,
  finding: Finding,
  shell: ShellParser,
): Promise<vscode.WorkspaceEdit | undefined> {
  const { file, start } = finding.at;
  const text = model.text(file);
  const uri = model.uri(file);
  if (text === undefined || uri === undefined) return undefined;
  const reason = vscode.l10n.t('reason');
  for (const place of commentPlaces(text, start)) {
    const comment = ignoreComment(finding.rule, reason);
    const changed = `${text.slice(0, place.offset)}${place.before}${comment}${place.after}${text.slice(place.offset)}`;
    const after = await resolveModel(model.root, new Map([...textsOf(model), [file, changed]]));
    if (!after || !haveSameMeaning(model.config, after.config, shell)) continue;
    const edit = new vscode.WorkspaceEdit();
    edit.set(uri, [snippetEdit(model, finding, place, reason)]);
    return edit;
  }
  return undefined;
}

function textsOf(model: Linted['model']): [string, string][] {
  return model.config.files.flatMap((file): [string, string][] => {
    const text = model.text(file);
    return text === undefined ? [] : [[file, text]];
  });
}

function snippetEdit(
  model: Linted['model'],
  { rule, at }: Finding,
  { offset, before, after }: CommentPlace,
  reason: string,
): vscode.SnippetTextEdit {
  const { start } = model.range({ ...at, start: offset, end: offset });
  const snippet = new vscode.SnippetString()
    .appendText(`${before}${ignoreComment(rule, '')}`)
    .appendPlaceholder(reason)
    .appendText(after);
  return new vscode.SnippetTextEdit(new vscode.Range(start, start), snippet);
}
