import type { LintContext } from '../context.js';
import type { Fix, Report } from '../finding.js';
import { keepChatOut } from '../job-edits.js';
import type { LintRule } from '../rule.js';

/** GitLab: a job without only/except/rules, or with a rule on the branch, is in a chat pipeline (build/policy/refs.rb). */
export const chatExposed: LintRule = {
  meta: {
    id: 'chat-exposed',
    severity: 'warning',
    confidence: 'high',
    summary:
      'Chat can run the job although nothing in it says so: anyone with the Developer role may start it alone.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const lintJob of context.jobs) {
      const { job, exposure, reachable, intended } = lintJob;
      if (!reachable || intended || job.kind === 'bridge') continue;
      const edit = keepChatOut(context, job);
      const fixes: readonly Fix[] = edit
        ? [{ title: 'Keep chat out of this job', safe: false, edits: [edit] }]
        : [];
      const depends =
        exposure.chat === 'depends'
          ? ` when ${exposure.dependsOn.map((name) => `$${name}`).join(', ')} allows it`
          : '';
      yield {
        job: job.name,
        at: job.at,
        fixes,
        message: `/project run ${job.name} runs this job${depends}, alone and before any other stage: ${exposure.reason.text}`,
        ...(exposure.reason.at
          ? { related: [{ at: exposure.reason.at, message: 'this lets chat in' }] }
          : {}),
      };
    }
  },
};
