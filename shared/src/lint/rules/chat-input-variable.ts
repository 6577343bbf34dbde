import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { readCommand } from '../shell/commands.js';
import { isLogged } from '../shell/logged.js';
import { contains, enclosing, type ShellNode } from '../shell/tree.js';
import { effectiveCommand } from '../shell/wrappers.js';

/**
 * CHAT_INPUT is not raw in GitLab (app/models/ci/pipeline_variable.rb: raw false), so the Runner expands `$NAME` in
 * what was typed (common/spec/variables.go, Expand) before the script runs: quoting in the script comes too late.
 */
export const chatInputVariable: LintRule = {
  meta: {
    id: 'chat-input-variable',
    severity: 'info',
    confidence: 'medium',
    summary:
      'The job prints what was typed: $NAME typed in chat arrives as that variable’s value, secrets included.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      if (!job.reachable) continue;
      for (const { unit, expansion, isChecked } of job.uses) {
        if (isChecked || !isPrinted(expansion.node)) continue;
        const at = unit.rangeOf(expansion.node.startIndex, expansion.node.endIndex);
        if (!at) continue;
        yield {
          job: job.job.name,
          at,
          message:
            'whoever types $NAME in chat reads that variable here, because the Runner expands CHAT_INPUT; the gitlab-chatops driver refuses such input, GitLab’s own ChatOps does not',
        };
        break;
      }
    }
  },
};

/** `echo "$X"`, `cat <<< "$X"`, and what filters make of it, on its way into the log. */
function isPrinted(node: ShellNode): boolean {
  const statement = enclosing(
    node,
    'command',
    'redirected_statement',
    'variable_assignment',
    'command_substitution',
    'process_substitution',
  );
  if (!statement || statement.type.endsWith('substitution')) return false;
  const body = statement.type === 'redirected_statement' ? statement.childForFieldName('body') : statement;
  if (body?.type !== 'command') return false;
  const command = effectiveCommand(readCommand(body));
  const isFed = statement !== body || body.namedChildren.some((child) => isInput(child, node));
  const prints = ['echo', 'printf'].includes(command.name ?? '') || (isFed && command.name === 'cat');
  return prints && isLogged(body);
}

function isInput(child: ShellNode, node: ShellNode): boolean {
  return child.type === 'herestring_redirect' && contains(child, node);
}
