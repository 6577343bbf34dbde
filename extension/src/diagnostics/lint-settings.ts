import {
  DEFAULT_LINT_SETTINGS,
  LINT_SETTINGS_FILE,
  type LintSettings,
  type LintSettingsProblem,
  RULE_IDS,
  readLintSettings,
} from '@gitlab-chatops/shared/lint';
import * as vscode from 'vscode';
import { type ConfigRoot, fileOf, readText } from '../workspace/index.js';

/** The lint settings of one configuration, with the text they were read from. */
export interface ReadSettings {
  readonly uri: vscode.Uri;
  /** undefined: there is no such file. */
  readonly text: string | undefined;
  readonly settings: LintSettings;
  readonly problems: readonly LintSettingsProblem[];
}

/** Reads `.chatops.yml` beside the configuration, else at the repository's top; unsaved text included. */
export async function readSettings(root: ConfigRoot): Promise<ReadSettings> {
  const beside = vscode.Uri.joinPath(root.uri, '..', LINT_SETTINGS_FILE);
  const atTop = fileOf(root, LINT_SETTINGS_FILE);
  const besideText = await readText(beside);
  const uri = besideText === undefined ? atTop : beside;
  const text = besideText ?? (await readText(atTop));
  if (text === undefined) return { uri, text, settings: DEFAULT_LINT_SETTINGS, problems: [] };
  return { uri, text, ...readLintSettings(text, RULE_IDS) };
}

export function isSettingsFile(uri: vscode.Uri): boolean {
  return uri.path.endsWith(`/${LINT_SETTINGS_FILE}`);
}
