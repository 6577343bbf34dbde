import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';

export const chatNeverRuns: LintRule = {
  meta: {
    id: 'chat-never-runs',
    severity: 'warning',
    confidence: 'high',
    summary: 'The job reads CHAT_* but chat can never run it.',
  },
  *check(context: LintContext): Iterable<Report> {
    // An error of the configuration keeps every job from running; it is reported itself.
    if (context.config.errors.length > 0) return;
    for (const { job, exposure, chatVariables } of context.jobs) {
      if (exposure.chat !== 'no' || chatVariables.size === 0) continue;
      yield {
        job: job.name,
        at: job.at,
        ...(exposure.reason.at
          ? { related: [{ at: exposure.reason.at, message: exposure.reason.text }] }
          : {}),
        message: `reads ${[...chatVariables].join(', ')}, but chat cannot run it: ${exposure.reason.text}`,
      };
    }
  },
};
