import type { SourceRange } from '@gitlab-chatops/shared/ci';
import * as vscode from 'vscode';
import type { ConfigModel } from './config-model.js';

/** Path by which a configuration calls this file; undefined when it does not read it. */
export function pathIn(model: ConfigModel, uri: vscode.Uri): string | undefined {
  const wanted = uri.toString();
  return model.config.files.find((file) => model.uri(file)?.toString() === wanted);
}

/** A place as the editor opens it; undefined for files of other projects. */
export function locationOf(model: ConfigModel, at: SourceRange): vscode.Location | undefined {
  const uri = model.uri(at.file);
  return uri && new vscode.Location(uri, model.range(at));
}

/** `file:line` for people. */
export function placeText({ file, line }: SourceRange): string {
  return `${file}:${line}`;
}

/** Every file that may be part of a configuration, whatever language the editor takes it for. */
export const CI_FILES: vscode.DocumentSelector = { pattern: '**/*.{yml,yaml}' };
