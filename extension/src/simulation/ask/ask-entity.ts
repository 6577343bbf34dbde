import * as vscode from 'vscode';
import type { ChatEntity } from './profiles.js';

/** How channels and users are asked for. */
export interface EntityKind {
  readonly part: 'channel' | 'user';
  readonly icon: string;
  readonly title: string;
  readonly example: string;
  /** Slack's ids: C, G and D are conversations, U and W people. */
  readonly id: RegExp;
}

export function channelKind(): EntityKind {
  return {
    part: 'channel',
    icon: 'comment-discussion',
    title: vscode.l10n.t('Channel'),
    example: 'C0123ABCD deploys',
    id: /^[CGD][A-Z0-9]{2,}$/,
  };
}

export function userKind(): EntityKind {
  return {
    part: 'user',
    icon: 'account',
    title: vscode.l10n.t('User'),
    example: 'U0123ABCD ada',
    id: /^[UW][A-Z0-9]{2,}$/,
  };
}

/** `local`: that of the local Slack. undefined: leave it as it is. */
export async function askEntity(
  kind: EntityKind,
  now: ChatEntity | undefined,
): Promise<ChatEntity | 'local' | undefined> {
  const typed = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title: kind.title,
    prompt: vscode.l10n.t('Id and name, e.g. {0}; empty: that of the local Slack', kind.example),
    value: now ? `${now.id} ${now.name}` : '',
    validateInput: (text) => (text.trim() === '' || read(kind, text) ? undefined : wrong(kind)),
  });
  if (typed === undefined) return undefined;
  return read(kind, typed) ?? 'local';
}

function read(kind: EntityKind, text: string): ChatEntity | undefined {
  const [id = '', ...words] = text.trim().split(/\s+/);
  if (!kind.id.test(id)) return undefined;
  return { id, name: words.join(' ').replace(/^[#@]/, '') || id };
}

function wrong(kind: EntityKind): string {
  return vscode.l10n.t('An id and a name, e.g. {0}', kind.example);
}
