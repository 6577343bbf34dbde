import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';

export const chatWorkflowBlocks: LintRule = {
  meta: {
    id: 'chat-workflow-blocks',
    severity: 'error',
    confidence: 'high',
    summary: 'workflow:rules keep every chat pipeline out although there are chat jobs.',
  },
  *check(context: LintContext): Iterable<Report> {
    const rules = context.config.workflow.rules;
    const blocked = context.jobs.find(
      ({ intended, exposure }) =>
        intended && exposure.chat === 'no' && exposure.reason.code === 'CHAT_WORKFLOW_RULES',
    );
    const at = rules?.find((rule) => rule.at)?.at ?? blocked?.job.at;
    if (!blocked || !at) return;
    yield {
      at,
      job: blocked.job.name,
      related: [{ at: blocked.job.at, message: 'a chat job' }],
      message: `no workflow rule lets a chat pipeline through, so ${blocked.job.name} can never run from chat; add - if: $CI_PIPELINE_SOURCE == "chat"`,
    };
  },
};
