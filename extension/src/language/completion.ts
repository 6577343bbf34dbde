import { PIPELINE_SOURCES } from '@gitlab-chatops/shared/chat';
import { RULE_METAS } from '@gitlab-chatops/shared/lint';
import * as vscode from 'vscode';
import type { ConfigModels } from '../workspace/index.js';
import { chatVariables } from './chat-variables.js';
import { completionPlace } from './completion-place.js';
import { chatJobSnippet, chatTemplateSnippet, replySectionSnippet } from './snippets.js';
import { variableItems } from './variable-items.js';
import type { YamlTexts } from './yaml-texts.js';

/** CHAT_* variables, sources, reply sections, chat jobs and rule ids, where each may stand. */
export class Completion implements vscode.CompletionItemProvider {
  static readonly triggers = ['$', '{', '"', "'", '[', ','];

  readonly #models: ConfigModels;
  readonly #texts: YamlTexts;

  constructor(models: ConfigModels, texts: YamlTexts) {
    this.#models = models;
    this.#texts = texts;
  }

  provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
    if (this.#models.of(document.uri).length === 0) return [];
    const line = document.lineAt(position).text;
    const before = line.slice(0, position.character);
    // The place of the character before the cursor: behind the last one there may be no node any more.
    const place = this.#texts.of(document).at(Math.max(0, document.offsetAt(position) - 1));
    switch (completionPlace(place, before)) {
      case 'top':
        return inPlaceOf(typedWord(position, before), topItems());
      case 'shell': {
        const variables = variableItems(position, line, chatVariables());
        if (variables.length > 0) return variables;
        return inPlaceOf(typedWord(position, before), sectionItems(before));
      }
      case 'expression':
        return [...variableItems(position, line, chatVariables(), 'bare'), ...sourceRule(position, line)];
      case 'source':
        return words(CHAT_FIRST, vscode.CompletionItemKind.EnumMember);
      case 'policy':
        return words(['chat'], vscode.CompletionItemKind.EnumMember);
      case 'comment':
        return inPlaceOf(typedWord(position, before), ruleItems());
      case 'none':
        return [];
    }
  }
}

/** What is typed of a name so far. To the editor a hyphen ends a word, and it would put `chat-job` behind `chat-`. */
function typedWord(position: vscode.Position, before: string): vscode.Range {
  const typed = /[\w-]*$/.exec(before)?.[0] ?? '';
  // The hyphen of a list item is no part of a name.
  return new vscode.Range(position.translate(0, -typed.replace(/^-+/, '').length), position);
}

function inPlaceOf(range: vscode.Range, items: vscode.CompletionItem[]): vscode.CompletionItem[] {
  for (const item of items) item.range = range;
  return items;
}

function ruleItems(): vscode.CompletionItem[] {
  return RULE_METAS.map((meta) => {
    const item = new vscode.CompletionItem(meta.id, vscode.CompletionItemKind.EnumMember);
    item.documentation = meta.summary;
    return item;
  });
}

const CHAT_FIRST = ['chat', ...PIPELINE_SOURCES.filter((source) => source !== 'chat')];

function topItems(): vscode.CompletionItem[] {
  return [
    snippet('chat-job', vscode.l10n.t('Chat job'), chatJobSnippet()),
    snippet(
      'chat-template',
      vscode.l10n.t('Template for chat jobs, with a first job'),
      chatTemplateSnippet(),
    ),
  ];
}

/** At the start of a command. */
function sectionItems(before: string): vscode.CompletionItem[] {
  const head = /^(\s*)(-\s+)?[\w-]*$/.exec(before);
  if (head === null) return [];
  const words = vscode.l10n.t('Section that becomes the reply');
  return [snippet('chat_reply', words, replySectionSnippet(head[2] !== undefined))];
}

/** The whole comparison, for a rule that lets chat in. */
function sourceRule(position: vscode.Position, line: string): vscode.CompletionItem[] {
  const typed = /\$\w*$/.exec(line.slice(0, position.character))?.[0] ?? '';
  const text = '$CI_PIPELINE_SOURCE == "chat"';
  const item = new vscode.CompletionItem(text, vscode.CompletionItemKind.Snippet);
  item.detail = vscode.l10n.t('only in a pipeline that chat starts');
  item.range = new vscode.Range(position.translate(0, -typed.length), position);
  return [item];
}

function snippet(label: string, detail: string, text: vscode.SnippetString): vscode.CompletionItem {
  const item = new vscode.CompletionItem({ label, description: 'GitLab ChatOps' });
  item.kind = vscode.CompletionItemKind.Snippet;
  item.detail = detail;
  item.insertText = text;
  return item;
}

function words(list: readonly string[], kind: vscode.CompletionItemKind): vscode.CompletionItem[] {
  return list.map((word, i) => {
    const item = new vscode.CompletionItem(word, kind);
    item.sortText = String(i).padStart(3, '0');
    return item;
  });
}
