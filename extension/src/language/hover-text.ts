import type { JobExposure } from '@gitlab-chatops/shared/chat';
import * as vscode from 'vscode';
import { placeText } from '../workspace/index.js';
import { exposureTitle, otherSourcesTitle, ruleLine } from './exposure-words.js';
import { resolvedYaml } from './resolved-job.js';

/**
 * What a hover says of a job. Repository text goes in as text, never as Markdown: nothing in it becomes a link, an
 * image, a command or HTML.
 */
export function jobMarkdown(exposure: JobExposure): vscode.MarkdownString {
  const { chat, reason, rules, job } = exposure;
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  const line = (text: string): void => {
    markdown.appendText(text).appendMarkdown('  \n');
  };
  markdown.appendMarkdown('**').appendText(job.name).appendMarkdown('** — ');
  line(exposureTitle(exposure));
  // A matching rule is in the list below.
  if (chat !== 'no' && !rules.some(({ matched }) => matched)) line(reason.text);
  if (reason.at && rules.length === 0) line(vscode.l10n.t('decided at {0}', placeText(reason.at)));
  const others = otherSourcesTitle(exposure);
  if (others !== undefined) line(others);
  if (rules.length > 0) {
    markdown.appendMarkdown('\n');
    for (const rule of rules) line(ruleLine(rule));
  }
  return markdown.appendMarkdown('\n').appendCodeblock(resolvedYaml(job), 'yaml');
}
