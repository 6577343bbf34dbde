import type { LintContext, LintJob } from '../context.js';
import type { Fix, Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { argumentOf, type ChatUse, chatUses } from '../shell/chat-uses.js';
import { enclosing } from '../shell/tree.js';

/** Programs that only print: unquoted text there is wrong, not dangerous. */
const PRINTERS = new Set(['echo', 'printf']);

export const chatInputUnquoted: LintRule = {
  meta: {
    id: 'chat-input-unquoted',
    severity: 'error',
    confidence: 'high',
    summary: 'Text typed in chat stands unquoted: the shell splits it into words and expands * ? [ in it.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      for (const use of chatUses(job)) if (!use.expansion.quoted) yield* report(job, use);
    }
  },
};

function* report(job: LintJob, use: ChatUse): Iterable<Report> {
  const { script, expansion, command } = use;
  const { startIndex, endIndex, text } = expansion.node;
  const at = script.rangeOf(startIndex, endIndex);
  if (!at) return;
  const splitOnPurpose =
    command?.name === 'set' || enclosing(expansion.node, 'for_statement', 'array') !== undefined;
  const edit = splitOnPurpose ? undefined : script.edit(startIndex, endIndex, `"${text}"`);
  const fixes: readonly Fix[] = edit ? [{ title: `Quote it: "${text}"`, safe: true, edits: [edit] }] : [];
  const printed = command?.name !== undefined && PRINTERS.has(command.name) && argumentOf(use) !== undefined;
  yield {
    job: job.job.name,
    at,
    fixes,
    ...(printed || splitOnPurpose ? { severity: 'warning' as const } : {}),
    message: splitOnPurpose
      ? `${text} is split into words here and * ? [ in it become file names; read -ra words <<< "${text}" splits without that`
      : `${text} comes from chat and is not quoted: spaces split it and * ? [ become file names`,
  };
}
