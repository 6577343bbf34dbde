import type { LintContext } from '../context.js';
import type { Report, Severity } from '../finding.js';
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
    for (const { job, exposure, intended } of context.jobs) {
      if (!intended || exposure.verdict.kind !== 'scheduled') continue;
      const planned = exposure.verdict.job;
      const wait = WAITS[planned.when];
      if (!wait) continue;
      const rule = job.rules?.find(({ when }) => when?.value === planned.when);
      yield {
        job: job.name,
        at: rule?.when?.at ?? job.keys.get('when') ?? job.at,
        severity: wait.severity,
        message: `when: ${planned.when}: ${wait.message}`,
      };
    }
  },
};
