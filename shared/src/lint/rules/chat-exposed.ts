import type { LintContext, LintJob } from '../context.js';
import type { Fix, Report } from '../finding.js';
import { unusedHiddenRules } from '../hidden-rules.js';
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
      const { job, reachable, intended } = lintJob;
      if (reachable && !intended && job.kind !== 'bridge') yield exposed(context, lintJob);
    }
    yield* openLists(context);
  },
};

function exposed(context: LintContext, lintJob: LintJob): Report {
  const { job, exposure } = lintJob;
  const edit = keepChatOut(context, lintJob);
  const fixes: readonly Fix[] = edit
    ? [{ title: 'Keep chat out of this job', safe: false, edits: [edit] }]
    : [];
  const { chat, dependsOn, reason } = exposure;
  const depends =
    chat === 'depends'
      ? ` when ${dependsOn.map((name) => `$${name}`).join(', ')} allows it`
      : chat === 'unknown'
        ? ' once the files that its rules ask for are there'
        : '';
  const why = chat === 'unknown' ? '' : `: ${reason.text}`;
  return {
    job: job.name,
    at: job.at,
    fixes,
    // What a chat user cannot set is set for everybody or nobody.
    ...(chat !== 'yes' ? { severity: 'info' as const, confidence: 'medium' as const } : {}),
    message: `/project run ${job.name} runs this job${depends}, alone and before any other stage${why}`,
    ...(reason.at && reason.at.start !== job.at.start
      ? { related: [{ at: reason.at, message: 'this lets chat in' }] }
      : {}),
  };
}

/** As many sources as this in one list is "all of them", with chat among them by accident. */
const MANY_SOURCES = 5;

/** A shared list of rules that goes through the sources one by one opens every job that takes it to chat. */
function* openLists(context: LintContext): Iterable<Report> {
  for (const { name, entry, conditions } of unusedHiddenRules(context)) {
    const sources = conditions.filter(({ value }) => /\$CI_PIPELINE_SOURCE\s*==/.test(value));
    if (sources.length < MANY_SOURCES || !sources.some(({ value }) => /["']chat["']/.test(value))) continue;
    yield {
      at: entry.key.at,
      message: `${name} lists ${sources.length} pipeline sources, chat among them: every job that takes these rules can be run from chat`,
    };
  }
}
