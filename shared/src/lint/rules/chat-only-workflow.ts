import { readCondition } from '../conditions.js';
import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';

export const chatOnlyWorkflow: LintRule = {
  meta: {
    id: 'chat-only-workflow',
    severity: 'warning',
    confidence: 'high',
    summary:
      'workflow:rules let only chat through: no push, merge request or schedule makes a pipeline any more.',
  },
  *check(context: LintContext): Iterable<Report> {
    const rules = (context.config.workflow.rules ?? []).filter((rule) => rule.when?.value !== 'never');
    const at = rules[0]?.at;
    if (!at || !rules.every((rule) => rule.if && isChatOnly(context, rule.if))) return;
    yield {
      at,
      message:
        'these rules stop every pipeline but chat’s; put the rule into the chat jobs instead, or add the other sources',
    };
  },
};

/** The condition compares the source with chat, and no other way leads to yes. */
function isChatOnly(context: LintContext, text: Parameters<typeof readCondition>[1]): boolean {
  const condition = readCondition(context, text);
  if (!condition || condition.tokens.some(({ kind }) => kind === 'or' || kind === 'not')) return false;
  return condition
    .comparisons()
    .some(
      ({ left, operator, right }) =>
        operator === '==' && left === '$CI_PIPELINE_SOURCE' && /^["']chat["']$/.test(right),
    );
}
