import {
  DEFAULT_LINT_SETTINGS,
  LINT_SETTINGS_FILE,
  type LintSettings,
  type LintSettingsProblem,
  RULES,
  readLintSettings,
} from '@gitlab-chatops/shared/lint';
import * as vscode from 'vscode';
import { type ConfigRoot, readText } from '../workspace/index.js';

/** The lint settings of one configuration, with the text they were read from. */
export interface ReadSettings {
  readonly uri: vscode.Uri;
  /** undefined: there is no such file. */
  readonly text: string | undefined;
  readonly settings: LintSettings;
  readonly problems: readonly LintSettingsProblem[];
}

const RULE_IDS = RULES.map(({ meta }) => meta.id);

/** Reads `.chatops.yml` beside the configuration, unsaved text included. */
export async function readSettings(root: ConfigRoot): Promise<ReadSettings> {
  const uri = vscode.Uri.joinPath(root.uri, '..', LINT_SETTINGS_FILE);
  const text = await readText(uri);
  if (text === undefined) return { uri, text, settings: DEFAULT_LINT_SETTINGS, problems: [] };
  return { uri, text, ...readLintSettings(text, RULE_IDS) };
}

export function isSettingsFile(uri: vscode.Uri): boolean {
  return uri.path.endsWith(`/${LINT_SETTINGS_FILE}`);
}
