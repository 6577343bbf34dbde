import type { RunVariable } from '@gitlab-chatops/shared/simulation';
import * as vscode from 'vscode';

/** GitLab: app/models/concerns/ci/has_variable.rb */
const KEY = /^[A-Za-z0-9_]{1,255}$/;

/** Asks for a variable's key, unless it is given, and its value; a masked one is typed unseen. */
export async function askVariable(
  masked: boolean,
  known: { readonly key?: string; readonly value?: string } = {},
): Promise<RunVariable | undefined> {
  const title = masked ? vscode.l10n.t('Secret Variable') : vscode.l10n.t('Variable');
  const key =
    known.key ??
    (await vscode.window.showInputBox({
      ignoreFocusOut: true,
      title,
      prompt: vscode.l10n.t('Key, e.g. DEPLOY_TOKEN'),
      validateInput: (text) =>
        KEY.test(text) ? undefined : vscode.l10n.t('Only letters, digits and _, at most 255 of them'),
    }));
  if (key === undefined) return undefined;
  const value = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title: `${title}: ${key}`,
    prompt: masked
      ? vscode.l10n.t("Value; kept in the editor's secret storage, masked in the log and in the reply")
      : vscode.l10n.t('Value'),
    password: masked,
    value: known.value ?? '',
  });
  return value === undefined ? undefined : { key, value, masked };
}
