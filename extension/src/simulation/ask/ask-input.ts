import * as vscode from 'vscode';
import type { ChosenJob } from './ask-job.js';

/** What the user wants after the arguments' box: run, or first change what it runs with. */
export type InputAnswer =
  | { readonly kind: 'run'; readonly input: string }
  | { readonly kind: 'profile'; readonly input: string };

/** Asks for what follows the job's name in chat. */
export function askInput(
  { job }: ChosenJob,
  { input, profile }: { readonly input: string; readonly profile: string },
): Promise<InputAnswer | undefined> {
  const box = vscode.window.createInputBox();
  const settings: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('settings-gear'),
    tooltip: vscode.l10n.t('Channel, user and variables (profile {0})', profile),
  };
  box.title = vscode.l10n.t('Run {0} from Chat', job);
  box.prompt = vscode.l10n.t(
    "What follows the job's name in chat. Enter runs the job's script on this computer.",
  );
  box.placeholder = vscode.l10n.t('arguments, e.g. staging; empty: none');
  box.value = input;
  // What was typed is not lost by a look at the file.
  box.ignoreFocusOut = true;
  box.buttons = [settings];
  return new Promise((answer) => {
    box.onDidAccept(() => {
      answer({ kind: 'run', input: box.value.trim() });
      box.hide();
    });
    box.onDidTriggerButton(() => {
      answer({ kind: 'profile', input: box.value });
      box.hide();
    });
    box.onDidHide(() => {
      answer(undefined);
      box.dispose();
    });
    box.show();
  });
}
