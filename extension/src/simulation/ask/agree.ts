import * as vscode from 'vscode';
import type { ChosenJob } from './ask-job.js';
import type { Profiles } from './profiles.js';

/** Says plainly, once for each configuration, what running a job means; true when the user wants it. */
export async function agree(profiles: Profiles, { root, job }: ChosenJob, sandbox: string): Promise<boolean> {
  if (profiles.isAgreed(root)) return true;
  const run = vscode.l10n.t('Run on This Computer');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('The script of {0} runs on this computer.', job),
    { modal: true, detail: [meaning(sandbox), copy()].join('\n\n') },
    run,
  );
  if (answer !== run) return false;
  await profiles.agree(root);
  return true;
}

function meaning(sandbox: string): string {
  return sandbox === 'bubblewrap'
    ? vscode.l10n.t(
        'It runs in a bubblewrap sandbox: it can read this computer and use the network, and write only to its own folders.',
      )
    : vscode.l10n.t(
        'It runs with your rights, as if you had typed it in a terminal: it can read, change and send whatever you can. The setting gitlabChatops.sandbox puts a sandbox around it.',
      );
}

function copy(): string {
  return vscode.l10n.t(
    'It works on a throw-away copy of the repository, with your unsaved changes. Nothing is sent to GitLab or Slack.',
  );
}
