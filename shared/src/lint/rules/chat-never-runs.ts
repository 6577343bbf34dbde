import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import { chosenFix, prependItem } from '../job-edits.js';
import type { LintRule } from '../rule.js';

/** What other rules say with better words. */
const SAID_ELSEWHERE = new Set([
  'CHAT_JOB_PARALLEL',
  'CHAT_JOB_NAME_SPACE',
  'CHAT_TRIGGER_JOB',
  'CHAT_NEED_MISSING',
  'CHAT_EDGE_STAGE',
  'CHAT_NEVER_STARTS',
  'CHAT_WORKFLOW_RULES',
]);

export const chatNeverRuns: LintRule = {
  meta: {
    id: 'chat-never-runs',
    severity: 'warning',
    confidence: 'high',
    summary: 'The job reads CHAT_* but chat can never run it.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job, exposure, chatVariables } of context.jobs) {
      if (exposure.chat !== 'no' || chatVariables.size === 0 || SAID_ELSEWHERE.has(exposure.reason.code))
        continue;
      if (job.missingBases !== undefined) continue;
      const rules = exposure.reason.code === 'CHAT_EXCLUDED_BY_RULES' ? job.keys.get('rules') : undefined;
      const edit = rules && prependItem(context, rules, ['if: $CI_PIPELINE_SOURCE == "chat"']);
      yield {
        job: job.name,
        at: job.at,
        fixes: chosenFix('Let chat run this job', edit),
        ...(exposure.reason.at
          ? { related: [{ at: exposure.reason.at, message: exposure.reason.text }] }
          : {}),
        message: `reads ${[...chatVariables].join(', ')}, but chat cannot run it: ${exposure.reason.text}`,
      };
    }
  },
};
