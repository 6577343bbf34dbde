import * as vscode from 'vscode';
import { type ConfigModel, type ConfigModels, locationOf } from '../workspace/index.js';

/** The job that the cursor of the active editor is in: the last one whose key stands above it in the file. */
export function jobAtCursor(
  models: ConfigModels,
): { readonly model: ConfigModel; readonly job: string } | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const file = editor.document.uri.toString();
  const above = models.of(editor.document.uri).flatMap((model) =>
    model.exposures.flatMap(({ job }) => {
      const location = locationOf(model, job.at);
      const isAbove =
        location?.uri.toString() === file && location.range.start.isBeforeOrEqual(editor.selection.active);
      return isAbove ? [{ model, job: job.name, line: location.range.start.line }] : [];
    }),
  );
  return above.toSorted((a, b) => a.line - b.line).at(-1);
}
