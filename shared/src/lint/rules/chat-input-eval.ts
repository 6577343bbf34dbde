import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { argumentOf, chatUses, isCommandName } from '../shell/chat-uses.js';
import { effectiveCommand, isProgramText } from '../shell/programs.js';

export const chatInputEval: LintRule = {
  meta: {
    id: 'chat-input-eval',
    severity: 'error',
    confidence: 'high',
    summary: 'Text typed in chat is run as a program: eval, sh -c, python -c, or as the command itself.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      for (const use of chatUses(job)) {
        const { script, expansion, command } = use;
        if (!command) continue;
        const argument = argumentOf(use);
        const asCommand = argument === undefined && isCommandName(use);
        if (!asCommand && !(argument && isProgramText(command, argument))) continue;
        const at = script.rangeOf(expansion.node.startIndex, expansion.node.endIndex);
        if (!at) continue;
        const how = asCommand ? 'as a command' : `by ${effectiveCommand(command).name ?? 'an interpreter'}`;
        yield {
          job: job.job.name,
          at,
          message: `what is typed in chat is run ${how}: anyone who may use the command can run anything; pass it as an argument or read it from the environment instead`,
        };
      }
    }
  },
};
