import type { JobExposure, RuleTrial } from '@gitlab-chatops/shared/chat';
import * as vscode from 'vscode';
import { placeText } from '../workspace/index.js';

/** A lens is one short line; the whole reason is in its tooltip, the hover and the explanation. */
const LENS_LENGTH = 90;
const MOST_SOURCES = 3;

/** Can chat run this job, in a few words. */
export function exposureTitle({ chat, dependsOn, reason }: JobExposure): string {
  switch (chat) {
    case 'yes':
      return vscode.l10n.t('chat: runs');
    case 'no':
      return vscode.l10n.t('chat: cannot run: {0}', short(reason.text));
    case 'depends':
      return vscode.l10n.t('chat: depends on {0}', short(dependsOn.map((name) => `$${name}`).join(', ')));
    case 'unknown':
      return vscode.l10n.t('chat: not known: {0}', short(reason.text));
  }
}

/** Sources that run the job besides chat, in GitLab's words; undefined: none. */
export function otherSourcesTitle({ otherSources }: JobExposure): string | undefined {
  if (otherSources.length === 0) return undefined;
  if (otherSources.length <= MOST_SOURCES + 1)
    return vscode.l10n.t('also runs on {0}', otherSources.join(', '));
  const named = otherSources.slice(0, MOST_SOURCES).join(', ');
  return vscode.l10n.t('also runs on {0} and {1} more', named, otherSources.length - MOST_SOURCES);
}

/** Text of a repository in a place where `$(name)` draws an icon. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}

function short(text: string): string {
  const line = withoutIcons(text.replace(/\s+/g, ' '));
  return line.length <= LENS_LENGTH ? line : `${line.slice(0, LENS_LENGTH - 1)}…`;
}

/** One rule as it was tried for a chat pipeline. */
export function ruleLine({ matched, text, result, at, clauses }: RuleTrial): string {
  const isOpen = clauses.some(({ unknown }) => unknown !== undefined);
  const sign = matched ? '✓' : isOpen ? '?' : '✗';
  const when = matched && result ? ` → ${result.when}` : '';
  return `${sign} ${text}${when}${at === undefined ? '' : ` (${placeText(at)})`}`;
}
