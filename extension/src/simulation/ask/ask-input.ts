import * as vscode from 'vscode';
import type { ChosenJob } from './ask-job.js';
import type { Profiles } from './profiles.js';

/** What the user wants after the arguments' box: run, or first change what it runs with. */
export type InputAnswer =
  | { readonly kind: 'run'; readonly input: string }
  | { readonly kind: 'profile'; readonly input: string };

interface InputQuestion {
  /** What was typed last. */
  readonly input: string;
  /** The profile's name, and who types where with it. */
  readonly profile: string;
  readonly scene: ReturnType<Profiles['scene']>;
  /** Arguments that the configuration gives as an example. */
  readonly example: string | undefined;
}

/** Asks for what follows the job's name in chat. */
export function askInput(
  { job }: ChosenJob,
  { input, profile, scene, example }: InputQuestion,
): Promise<InputAnswer | undefined> {
  const box = vscode.window.createInputBox();
  const settings: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('settings-gear'),
    tooltip: vscode.l10n.t('Channel, user and variables (profile {0})', profile),
  };
  box.title = vscode.l10n.t('Run {0} from Chat', job);
  box.prompt = vscode.l10n.t(
    'What follows /project run {0}, typed by {1} in #{2}.',
    job,
    scene.user.name,
    scene.channel.name,
  );
  box.placeholder =
    example === undefined
      ? vscode.l10n.t('arguments, or nothing')
      : vscode.l10n.t('arguments, e.g. {0}', example);
  box.value = input;
  box.valueSelection = [0, input.length];
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
