import type { ResolvedJob } from '../../ci/index.js';
import type { LintContext } from '../context.js';
import type { Report, TextEdit } from '../finding.js';
import { replaceKey } from '../job-edits.js';
import type { LintRule } from '../rule.js';

/** `only` and `except` get no new features (GitLab docs: ci/yaml/deprecated_keywords) and are hard to combine. */
export const chatLegacyOnly: LintRule = {
  meta: {
    id: 'chat-legacy-only',
    severity: 'info',
    confidence: 'high',
    summary: 'A chat job is chosen by only/except; rules say the same and can say more.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job } of context.jobs) {
      for (const key of ['only', 'except'] as const) {
        const chat = job[key]?.refs?.find(({ value }) => /^chats?(@|$)/.test(value));
        if (!chat) continue;
        const edit = key === 'only' ? asRules(context, job) : undefined;
        yield {
          job: job.name,
          at: chat.at ?? job.keys.get(key) ?? job.at,
          fixes: edit ? [{ title: 'Write it as rules', safe: true, edits: [edit] }] : [],
          message: `${key}: [${chat.value}] is the old form of rules: - if: $CI_PIPELINE_SOURCE == "chat"`,
        };
      }
    }
  },
};

/** `only: [chat]` and nothing else is exactly one rule. Jobs that share it must not have an `except`, which rules forbid. */
function asRules(context: LintContext, job: ResolvedJob): TextEdit | undefined {
  const name = job.keyNames.get('only');
  const value = job.keys.get('only');
  const { refs, variables, changes, kubernetes } = job.only ?? {};
  if (!name || !value || refs?.length !== 1 || variables || changes || kubernetes) return undefined;
  if (!/^chats?$/.test(refs[0]?.value ?? '')) return undefined;
  const sharing = context.jobs.filter((other) => other.job.keyNames.get('only')?.start === name.start);
  if (sharing.some((other) => other.job.except !== undefined)) return undefined;
  return replaceKey(context, name, value, ['rules:', '  - if: $CI_PIPELINE_SOURCE == "chat"']);
}
