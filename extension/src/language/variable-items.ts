import * as vscode from 'vscode';
import type { DocumentedVariable } from './chat-variables.js';

/**
 * Variables behind a `$` or `${` that was just typed; nothing where there is none. In a script the quoted form comes
 * first, where the line is not inside quotes already: unquoted input is split and globbed by the shell.
 */
export function variableItems(
  position: vscode.Position,
  line: string,
  variables: readonly DocumentedVariable[],
  form: 'shell' | 'bare' = 'shell',
): vscode.CompletionItem[] {
  const before = line.slice(0, position.character);
  const typed = /\$\{?\w*$/.exec(before)?.[0];
  if (typed === undefined) return [];
  const isBraced = typed.startsWith('${');
  // The editor closes a brace by itself.
  const closes = isBraced && line[position.character] === '}' ? 1 : 0;
  const start = position.translate(0, -typed.length);
  const range = new vscode.Range(start, position.translate(0, closes));
  const mayQuote = form === 'shell' && canBeQuoted(before.slice(0, -typed.length));
  return variables.flatMap((variable, i) => {
    const text = isBraced ? `\${${variable.name}}` : `$${variable.name}`;
    const plain = variableItem(text, variable, range, typed, `1${i}`);
    return mayQuote ? [variableItem(`"${text}"`, variable, range, typed, `0${i}`), plain] : [plain];
  });
}

function variableItem(
  text: string,
  { detail, documentation }: DocumentedVariable,
  range: vscode.Range,
  typed: string,
  order: string,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(
    { label: text, description: detail },
    vscode.CompletionItemKind.Variable,
  );
  item.range = range;
  item.insertText = text;
  item.filterText = `${typed.startsWith('${') ? '${' : '$'}${text.replace(/["${}]/g, '')}`;
  item.sortText = order;
  item.documentation = new vscode.MarkdownString(documentation);
  return item;
}

/** Behind at least one word of a command, outside of quotes: a YAML text that began with a quote would end with it. */
function canBeQuoted(before: string): boolean {
  const command = before.replace(/^\s*(?:-\s+)?/, '');
  if (command === '' || command.startsWith('"') || command.startsWith("'")) return false;
  return !/["']/.test(command.replace(/"[^"]*"|'[^']*'/g, '')) && /\s$/.test(command);
}
