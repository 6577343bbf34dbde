import * as vscode from 'vscode';
import type { ConfigModel, ConfigModels } from '../workspace/index.js';
import { groupJobs } from './job-groups.js';

/** How many jobs chat can run, of the configuration in the active editor or of all; nothing where there is none. */
export function showCount(models: ConfigModels): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('gitlabChatops.jobs', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Chat Jobs');
  item.command = 'gitlabChatops.jobs.focus';
  const show = (): void => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const own = uri === undefined ? [] : models.of(uri);
    const shown = own.length > 0 ? own : models.all;
    if (shown.length === 0) {
      item.hide();
      return;
    }
    const count = (group: 'yes' | 'depends' | 'no' | 'unknown'): number => countOf(shown, group);
    const jobs = count('yes');
    const words = jobs === 1 ? vscode.l10n.t('Chat: 1 job') : vscode.l10n.t('Chat: {0} jobs', jobs);
    item.text = `$(comment-discussion) ${words}`;
    item.tooltip = [
      vscode.l10n.t('Chat can run {0} jobs', count('yes')),
      vscode.l10n.t('{0} more depend on what is typed or set', count('depends')),
      vscode.l10n.t('{0} cannot be run from chat', count('no')),
      ...(count('unknown') === 0 ? [] : [vscode.l10n.t('{0} are not known here', count('unknown'))]),
    ].join('\n');
    item.accessibilityInformation = { label: item.tooltip };
    item.show();
  };
  show();
  return vscode.Disposable.from(
    item,
    models.onDidChange(show),
    vscode.window.onDidChangeActiveTextEditor(show),
  );
}

function countOf(models: readonly ConfigModel[], group: 'yes' | 'depends' | 'no' | 'unknown'): number {
  return models.reduce((sum, { exposures }) => sum + (groupJobs(exposures).get(group)?.length ?? 0), 0);
}
