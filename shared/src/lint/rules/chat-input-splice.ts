import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { argumentOf, type ChatUse, chatUses } from '../shell/chat-uses.js';
import { readCommand } from '../shell/commands.js';
import { languageOf, readsProgram } from '../shell/programs.js';
import { enclosing, type ShellNode, walk } from '../shell/tree.js';

export const chatInputSplice: LintRule = {
  meta: {
    id: 'chat-input-splice',
    severity: 'error',
    confidence: 'high',
    summary:
      'Text typed in chat becomes part of SQL, a remote command line, a regular expression or another language.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      for (const use of chatUses(job)) {
        const what = splicedInto(use);
        const at = what && use.script.rangeOf(use.expansion.node.startIndex, use.expansion.node.endIndex);
        if (!what || !at) continue;
        yield {
          job: job.job.name,
          at,
          ...(what.severe ? {} : { severity: 'warning' as const }),
          message: `what is typed in chat becomes part of ${what.language}: quotes around it do not help; check it against a list of allowed values, or hand it over as a parameter`,
        };
      }
    }
  },
};

function splicedInto(use: ChatUse): { language: string; severe: boolean } | undefined {
  const argument = argumentOf(use);
  if (use.command && argument) {
    const language = languageOf(use.command, argument);
    if (language) return { language, severe: language !== 'a regular expression' };
  }
  const fed = fedProgram(use.expansion.node);
  if (fed) return { language: fed, severe: true };
  const test = enclosing(use.expansion.node, 'binary_expression');
  if (test?.childForFieldName('operator')?.text === '=~' && isRight(test, use.expansion.node)) {
    return { language: 'a regular expression', severe: false };
  }
  return undefined;
}

function isRight(test: ShellNode, node: ShellNode): boolean {
  const right = test.childForFieldName('right');
  return right !== null && right.startIndex <= node.startIndex && node.endIndex <= right.endIndex;
}

/** The language of a program that reads the here-document or here-string the node stands in. */
function fedProgram(node: ShellNode): string | undefined {
  const redirect = enclosing(node, 'heredoc_redirect', 'herestring_redirect', 'heredoc_body');
  if (!redirect) return undefined;
  const statement = enclosing(redirect, 'redirected_statement', 'command');
  const command = statement && [...walk(statement)].find(({ type }) => type === 'command');
  return command && readsProgram(readCommand(command));
}
