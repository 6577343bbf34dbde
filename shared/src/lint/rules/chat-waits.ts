import type { ConfigRule, ResolvedJob } from '../../ci/index.js';
import type { LintContext, LintJob } from '../context.js';
import type { Report, Severity } from '../finding.js';
import { letsChatIn } from '../intent.js';
import { chosenFix, replaceScalar } from '../job-edits.js';
import type { LintRule } from '../rule.js';

const WAITS: Readonly<Record<string, { readonly severity: Severity; readonly message: string }>> = {
  manual: {
    severity: 'warning',
    message:
      'the chat command is answered as if it ran, but the job waits until somebody starts it on its page',
  },
  delayed: {
    severity: 'warning',
    message: 'the job starts later: the time until then counts against the 30 minutes of the reply',
  },
  on_failure: {
    severity: 'error',
    message:
      'nothing fails before the only job of a chat pipeline, so it is skipped at once and no reply ever comes',
  },
};

export const chatWaits: LintRule = {
  meta: {
    id: 'chat-waits',
    severity: 'warning',
    confidence: 'high',
    summary: 'A chat job does not start by itself: when: manual, delayed or on_failure.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const lintJob of context.jobs) {
      const { job, intended } = lintJob;
      if (!intended || !mayWait(job)) continue;
      const seen = new Set<string>();
      for (const { when, rule } of waysIntoChat(lintJob)) {
        const wait = WAITS[when];
        if (!wait || seen.has(when)) continue;
        seen.add(when);
        const at = rule?.when?.at ?? job.keys.get('when');
        const edit = when === 'delayed' ? undefined : replaceScalar(context, job, at, WORD, 'on_success');
        yield {
          job: job.name,
          fixes: chosenFix('Start it at once', edit),
          at: at ?? rule?.at ?? job.at,
          severity: wait.severity,
          message: `when: ${when}: ${wait.message}`,
        };
      }
    }
  },
};

/** Delayed jobs have a `start_in` too, which would have to go. */
const WORD = /^["']?(manual|on_failure)["']?$/;

/** Nearly all jobs say nothing of the kind, and then nothing has to be planned. */
function mayWait({ when, rules = [] }: ResolvedJob): boolean {
  return when in WAITS || rules.some((rule) => rule.when !== undefined && rule.when.value in WAITS);
}

interface Way {
  readonly when: string;
  readonly rule?: ConfigRule;
}

/** How chat may start the job: as planned without arguments, else by the rules that depend on what is typed. */
function waysIntoChat({ job, exposure }: LintJob): readonly Way[] {
  if (exposure.verdict.kind === 'scheduled') {
    const { when } = exposure.verdict.job;
    const matched = exposure.rules.find((trial) => trial.matched)?.at;
    const rule = job.rules?.find(({ at }) => at !== undefined && at === matched) ?? ruleWith(job, when);
    return [{ when, ...(rule ? { rule } : {}) }];
  }
  if (exposure.chat !== 'depends') return [];
  return (job.rules ?? [])
    .filter((rule) => rule.if && letsChatIn(rule.if.value))
    .map((rule) => ({ when: rule.when?.value ?? job.when, rule }));
}

function ruleWith({ rules }: ResolvedJob, when: string): ConfigRule | undefined {
  return rules?.find((rule) => rule.when?.value === when);
}
