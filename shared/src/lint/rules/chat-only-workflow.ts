import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import { onlyChatRules } from '../intent.js';
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
    const [first] = onlyChatRules(context.config.workflow.rules) ?? [];
    if (!first?.at) return;
    yield {
      at: first.at,
      message:
        'these rules stop every pipeline but chat’s; put the rule into the chat jobs instead, or add the other sources',
    };
  },
};
