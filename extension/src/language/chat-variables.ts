import * as vscode from 'vscode';

export interface DocumentedVariable {
  readonly name: string;
  readonly detail: string;
  readonly documentation: string;
}

/** What GitLab gives a chat job. lib/gitlab/chat/command.rb; the channel is an id, whatever GitLab's documentation says. */
export function chatVariables(): readonly DocumentedVariable[] {
  const { t } = vscode.l10n;
  return [
    {
      name: 'CHAT_INPUT',
      detail: t('what was typed after the job name'),
      documentation: t(
        'Everything after `run JOB`, as one text; empty outside of chat. It comes from people: quote it, and know that the Runner expands `$NAME` in it.',
      ),
    },
    {
      name: 'CHAT_CHANNEL',
      detail: t('id of the channel'),
      documentation: t('The channel the command was typed in: its id, as `C0123ABCD`, never its name.'),
    },
    {
      name: 'CHAT_USER_ID',
      detail: t('id of the caller in the chat service'),
      documentation: t('Who typed the command: the id in the chat service, as `U0123ABCD`.'),
    },
  ];
}
