import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import { unusedHiddenRules } from '../hidden-rules.js';
import { isForChatOnly } from '../intent.js';
import { insertInJob } from '../job-edits.js';
import type { LintRule } from '../rule.js';

export const chatRunsElsewhere: LintRule = {
  meta: {
    id: 'chat-runs-elsewhere',
    severity: 'warning',
    confidence: 'high',
    summary: 'A chat job also runs from other pipeline sources, where CHAT_* are empty.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const lintJob of context.jobs) {
      const { job, exposure, intended, reachable, chatVariables, replies } = lintJob;
      if (!intended || (!reachable && chatVariables.size === 0) || isForChatOnly(job)) continue;
      if (job.kind === 'bridge' || job.missingBases !== undefined) continue;
      const { otherSources } = exposure;
      if (otherSources.length === 0) continue;
      const edit = insertIfBare(context, lintJob, ['rules:', '  - if: $CI_PIPELINE_SOURCE == "chat"']);
      const what =
        chatVariables.size > 0
          ? `${[...chatVariables].join(', ')} ${chatVariables.size > 1 ? 'are' : 'is'} empty there`
          : 'its reply goes nowhere there';
      yield {
        job: job.name,
        at: job.at,
        ...(chatVariables.size > 0 || replies ? {} : { severity: 'info' as const }),
        fixes: edit ? [{ title: 'Let only chat run this job', safe: false, edits: [edit] }] : [],
        message: `this chat job also runs on ${list(otherSources)}: ${what}`,
      };
    }
    yield* mixedLists(context);
  },
};

/** A shared list of rules that names chat among other sources gives every job that takes it to all of them. */
function* mixedLists(context: LintContext): Iterable<Report> {
  for (const { name, conditions } of unusedHiddenRules(context)) {
    const chat = conditions.find(({ value }) => CHAT_SOURCE.test(value));
    const others = conditions.filter(
      ({ value }) => /\$CI_PIPELINE_SOURCE\s*==/.test(value) && !CHAT_SOURCE.test(value),
    );
    if (!chat?.at || others.length === 0) continue;
    yield {
      at: chat.at,
      severity: 'info',
      message: `a job that takes the rules of ${name} runs from chat and on ${others.length} other sources alike`,
    };
  }
}

const CHAT_SOURCE = /\$CI_PIPELINE_SOURCE\s*==\s*["']chat["']/;

function insertIfBare(context: LintContext, { job }: LintJob, lines: readonly string[]) {
  if (job.rules !== undefined || job.except !== undefined || job.only?.at !== undefined) return undefined;
  return job.keys.has('start_in') ? undefined : insertInJob(context, job, lines);
}

function list(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
