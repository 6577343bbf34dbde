import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';

/** lib/gitlab/ci/pipeline/seed/build.rb: a needed job must be in the pipeline, and a chat pipeline holds one job. */
export const chatMissingNeed: LintRule = {
  meta: {
    id: 'chat-missing-need',
    severity: 'error',
    confidence: 'high',
    summary: 'A chat job needs or depends on another job, which a chat pipeline never holds.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job, intended } of context.jobs) {
      if (!intended) continue;
      for (const need of job.needs?.job ?? []) {
        if (need.optional || need.name === job.name) continue;
        yield {
          job: job.name,
          at: need.at ?? job.keys.get('needs') ?? job.at,
          message: `chat runs this job alone, so it needs ${need.name} in vain: GitLab answers "this chat service is currently not supported"; mark the need optional: true or take it away`,
        };
      }
      const dependencies = (job.dependencies ?? []).filter((name) => name !== job.name);
      if (dependencies.length === 0) continue;
      yield {
        job: job.name,
        at: job.keys.get('dependencies') ?? job.at,
        severity: 'warning',
        message: `chat runs this job alone: it gets no artifacts of ${dependencies.join(', ')}`,
      };
    }
  },
};
