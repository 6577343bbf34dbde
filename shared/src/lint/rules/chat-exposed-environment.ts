import type { LintContext } from '../context.js';
import type { Fix, Report } from '../finding.js';
import { keepChatOut } from '../job-edits.js';
import type { LintRule } from '../rule.js';

/** GitLab guesses the tier from the name in the same way (app/models/environment.rb, `guess_tier`). */
const PRODUCTION = /(^|[^a-z])(production|prod|live|prd)([^a-z]|$)/i;

export const chatExposedEnvironment: LintRule = {
  meta: {
    id: 'chat-exposed-environment',
    severity: 'error',
    confidence: 'high',
    summary:
      'Chat can run a job that deploys to a production-like environment although nothing in it says so.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job, reachable, intended } of context.jobs) {
      const { environment } = job;
      if (!reachable || intended || !environment || environment.action === 'stop') continue;
      const production = environment.deploymentTier === 'production' || PRODUCTION.test(environment.name);
      if (!production) continue;
      const edit = keepChatOut(context, job);
      const fixes: readonly Fix[] = edit
        ? [{ title: 'Keep chat out of this job', safe: false, edits: [edit] }]
        : [];
      yield {
        job: job.name,
        at: environment.at ?? job.at,
        fixes,
        message: `/project run ${job.name} deploys to ${environment.name} from chat, past every other stage; keep chat out, or say in its rules that chat may`,
      };
    }
  },
};
