import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import type { ChatUse } from '../shell/chat-uses.js';
import { factsOf } from '../shell/facts.js';
import { isWholeName, programsFed, programUse } from '../shell/program-uses.js';

const HELP =
  'anyone who may use the command can run anything; pass it as an argument or read it from the environment instead';

export const chatInputEval: LintRule = {
  meta: {
    id: 'chat-input-eval',
    severity: 'error',
    confidence: 'high',
    summary:
      'Text typed in chat is run as a program: by eval, by a shell that reads it, or as the command itself.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      for (const use of job.uses) yield* evaluated(job, use);
      yield* fedToShells(job);
    }
  },
};

function* evaluated(job: LintJob, use: ChatUse): Iterable<Report> {
  const { unit, expansion } = use;
  const at = unit.rangeOf(expansion.node.startIndex, expansion.node.endIndex);
  if (!at || use.isChecked) return;
  const program = programUse(use);
  if (program !== undefined) {
    // A part of a program's text is chat-input-splice's matter.
    if (!program.isWhole) return;
    // `"bin/$X"` only chooses among programs; unquoted, what follows a space becomes their arguments.
    const chooses = use.isName && expansion.place !== 'split' && !isWholeName(use);
    yield {
      job: job.job.name,
      at,
      ...(chooses ? { severity: 'warning' as const } : {}),
      message: `what is typed in chat is run ${program.by}: ${HELP}`,
    };
  } else if (expansion.operator.startsWith('!')) {
    yield {
      job: job.job.name,
      at,
      message: `${expansion.node.text} gives the variable whose name is typed in chat, secrets included`,
    };
  } else if (expansion.place === 'arithmetic') {
    yield {
      job: job.job.name,
      at,
      severity: 'warning',
      confidence: 'medium',
      message:
        'bash evaluates text in arithmetic, commands in it included: a[$(id)] typed in chat runs id; check that it is a number first',
    };
  }
}

/** `echo "$CHAT_INPUT" | sh`, `bash <<< "$CHAT_INPUT"`, `source <(echo "$CHAT_INPUT")` */
function* fedToShells(job: LintJob): Iterable<Report> {
  for (const { script, taint } of job.tainted) {
    for (const unit of script.units) {
      if (!/[|<]/.test(unit.text)) continue;
      for (const command of factsOf(unit.root).commands) {
        const [fed] = programsFed(command, taint.flow(unit)).filter(({ isWhole }) => isWhole);
        const at = fed && unit.rangeOf(fed.expansion.node.startIndex, fed.expansion.node.endIndex);
        if (at)
          yield {
            job: job.job.name,
            at,
            message: `what is typed in chat is run by ${command.name}: ${HELP}`,
          };
      }
    }
  }
}
