import type { ResolvedJob } from '../../ci/index.js';
import type { LintContext } from '../context.js';
import type { Fix, Report } from '../finding.js';
import { keepChatOut } from '../job-edits.js';
import { variablesOf } from '../job-scripts.js';
import type { LintRule } from '../rule.js';

/** GitLab guesses the tier from the name, in this order (app/models/environment.rb, `guess_tier`). */
const TIERS: readonly (readonly [string, RegExp])[] = [
  ['development', /dev|review|trunk/i],
  ['testing', /test|tst|int|acc?e?pt|qa|qc|control|quality/i],
  ['staging', /sta?g|mode?l|pre|demo|non/i],
  ['production', /pro?d|live/i],
];

export const chatExposedEnvironment: LintRule = {
  meta: {
    id: 'chat-exposed-environment',
    severity: 'error',
    confidence: 'high',
    summary:
      'Chat can run a job that deploys to a production-like environment although nothing in it says so.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const lintJob of context.jobs) {
      const { job, exposure, reachable, intended } = lintJob;
      const { environment } = job;
      if (!reachable || intended || !environment || job.kind === 'bridge') continue;
      if (!['start', 'prepare', 'verify'].includes(environment.action)) continue;
      if (
        (environment.deploymentTier ?? guessedTier(written(environment.name, job, context))) !== 'production'
      )
        continue;
      const edit = keepChatOut(context, lintJob);
      const fixes: readonly Fix[] = edit
        ? [{ title: 'Keep chat out of this job', safe: false, edits: [edit] }]
        : [];
      // Where nobody is known to use chat, it is a door left open, not one in use.
      const isSure = context.usesChat && exposure.chat === 'yes' && environment.action === 'start';
      yield {
        job: job.name,
        at: environment.at ?? job.at,
        fixes,
        severity: isSure ? 'error' : 'warning',
        message: `/project run ${job.name} deploys to ${environment.name} from chat, past every other stage; keep chat out, or say in its rules that chat may`,
      };
    }
  },
};

/** The name with the variables that the configuration itself sets. */
function written(name: string, job: ResolvedJob, { config }: LintContext): string {
  return name.replace(/\$\{?(\w+)\}?/g, (whole, key: string) => {
    return variablesOf(job, config).findLast((variable) => variable.key === key)?.value ?? whole;
  });
}

/** Variables in the name say nothing by their own names. */
function guessedTier(name: string): string | undefined {
  const fixed = name.replace(/\$\{?\w+\}?/g, '');
  return TIERS.find(([, pattern]) => pattern.test(fixed))?.[0];
}
