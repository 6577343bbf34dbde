import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import { chosenFix, replaceScalar } from '../job-edits.js';
import type { LintRule } from '../rule.js';

/** app/workers/ci/build_finished_worker.rb: every finished attempt of a chat build notifies. */
export const chatRetry: LintRule = {
  meta: {
    id: 'chat-retry',
    severity: 'warning',
    confidence: 'high',
    summary: 'A chat job is retried automatically: GitLab posts a reply for every attempt.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job, intended, reachable } of context.jobs) {
      if (!intended || !reachable || !job.retry || job.retry.max === 0) continue;
      const edit = replaceScalar(context, job, job.keys.get('retry'), /^["']?\d["']?$/, '0');
      yield {
        job: job.name,
        at: job.keys.get('retry') ?? job.at,
        fixes: chosenFix('Do not retry', edit),
        message: `retry: ${job.retry.max} posts up to ${job.retry.max + 1} replies for one command, and runs it as often`,
      };
    }
  },
};
