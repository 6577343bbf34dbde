import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { enclosing, type ShellNode } from '../shell/tree.js';

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
      for (const { unit, expansion, command, isChecked } of job.uses) {
        const isPrinted = command?.name === 'echo' || command?.name === 'printf' || isCopied(expansion.node);
        if (isChecked || !isPrinted || enclosing(expansion.node, 'variable_assignment', 'pipeline')) continue;
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

/** In a here-document for `cat`. */
function isCopied(node: ShellNode): boolean {
  if (!enclosing(node, 'heredoc_body')) return false;
  const body = enclosing(node, 'redirected_statement')?.childForFieldName('body');
  return body?.childForFieldName('name')?.text === 'cat';
}
