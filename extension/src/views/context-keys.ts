import * as vscode from 'vscode';
import type { Services } from '../services.js';

/** What menus and the palette ask: is there a configuration, can its jobs be run here. */
export function setContextKeys({ models, running }: Services): vscode.Disposable {
  const told = new Map<string, boolean>();
  const tell = (key: string, value: boolean): void => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand('setContext', `gitlabChatops.${key}`, value);
  };
  const update = (): void => {
    tell('hasConfiguration', models.all.length > 0);
    tell(
      'canRun',
      models.all.some(({ root }) => running.whyNot(root) === undefined),
    );
  };
  update();
  return vscode.Disposable.from(models.onDidChange(update), running.onDidChange(update));
}
