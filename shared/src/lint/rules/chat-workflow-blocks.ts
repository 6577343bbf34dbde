import type { LintContext } from '../context.js';
import type { Fix, Report } from '../finding.js';
import { prependItem } from '../job-edits.js';
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
    const list = listOf(context);
    const edit = list && prependItem(context, list, ['if: $CI_PIPELINE_SOURCE == "chat"']);
    const fixes: readonly Fix[] = edit
      ? [{ title: 'Let chat pipelines through', safe: false, edits: [edit] }]
      : [];
    yield {
      at,
      job: blocked.job.name,
      related: [{ at: blocked.job.at, message: 'a chat job' }],
      fixes,
      message: `no workflow rule lets a chat pipeline through, so ${blocked.job.name} can never run from chat; add - if: $CI_PIPELINE_SOURCE == "chat"`,
    };
  },
};

/** The workflow's list of rules in the file. */
function listOf({ config: { merged } }: LintContext): Report['at'] | undefined {
  const workflow = merged?.kind === 'mapping' ? merged.entries.get('workflow')?.value : undefined;
  const rules = workflow?.kind === 'mapping' ? workflow.entries.get('rules')?.value : undefined;
  return rules?.kind === 'sequence' ? rules.at : undefined;
}
