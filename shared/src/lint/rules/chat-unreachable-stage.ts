import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import { chosenFix, replaceScalar } from '../job-edits.js';
import type { LintRule } from '../rule.js';

/** lib/gitlab/ci/pipeline/chain/populate.rb: a pipeline with jobs in .pre and .post alone is not created. */
export const chatUnreachableStage: LintRule = {
  meta: {
    id: 'chat-unreachable-stage',
    severity: 'error',
    confidence: 'high',
    summary:
      'A job meant for chat is in .pre or .post: alone there it makes no pipeline, and in chat it is always alone.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job, intended } of context.jobs) {
      if (!intended || (job.stage !== '.pre' && job.stage !== '.post')) continue;
      const isNeeded = context.jobs.some((other) =>
        other.job.needs?.job.some(({ name }) => name === job.name),
      );
      const edit =
        !isNeeded && context.config.stages.includes('test')
          ? replaceScalar(context, job, job.keys.get('stage'), /^["']?\.(pre|post)["']?$/, 'test')
          : undefined;
      yield {
        job: job.name,
        at: job.keys.get('stage') ?? job.at,
        fixes: chosenFix('Put it into the stage test', edit),
        message: `a chat pipeline holds this job alone, and GitLab makes no pipeline of jobs in ${job.stage} only; put it in a stage of its own`,
      };
    }
  },
};
