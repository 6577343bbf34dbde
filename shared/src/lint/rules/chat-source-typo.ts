import { nearestWord } from '../../words/index.js';
import { conditionsOf } from '../conditions.js';
import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';

/** GitLab: app/models/concerns/enums/ci/pipeline.rb, `sources`, as CI_PIPELINE_SOURCE gives them. */
const SOURCES = [
  'push',
  'web',
  'trigger',
  'schedule',
  'api',
  'external',
  'pipeline',
  'chat',
  'webide',
  'merge_request_event',
  'external_pull_request_event',
  'parent_pipeline',
  'ondemand_dast_scan',
  'ondemand_dast_validation',
  'security_orchestration_policy',
  'container_registry_push',
  'duo_workflow',
  'pipeline_execution_policy_schedule',
  'unknown',
];

/** Words for which only/except has another spelling; a branch of that name is unlikely. */
const REF_TYPOS: Readonly<Record<string, string>> = {
  merge_request_event: 'merge_requests',
  merge_request_events: 'merge_requests',
  merge_requests_event: 'merge_requests',
  external_pull_request_event: 'external_pull_requests',
  chatops: 'chat',
  chat_ops: 'chat',
  slack: 'chat',
  scheduled: 'schedules',
  branchs: 'branches',
};

export const chatSourceTypo: LintRule = {
  meta: {
    id: 'chat-source-typo',
    severity: 'error',
    confidence: 'high',
    summary: 'A pipeline source is compared with a word that no source has, or only/except names none.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job, condition } of conditionsOf(context)) {
      for (const { left, operator, right, rightToken, at } of condition.comparisons()) {
        const word = left === '$CI_PIPELINE_SOURCE' ? /^["'](.*)["']$/s.exec(right)?.[1] : undefined;
        if (word === undefined || (operator !== '==' && operator !== '!=') || SOURCES.includes(word))
          continue;
        const singular = SOURCES.find((source) => `${source}s` === word);
        const better = singular ?? /did you mean (\w+)/.exec(nearestWord(word, SOURCES))?.[1];
        const edit =
          better === 'chat' ? condition.edit(rightToken.start + 1, rightToken.end - 1, better) : undefined;
        yield {
          ...(job ? { job: job.job.name } : {}),
          at,
          fixes: edit ? [{ title: `Write ${better}`, safe: true, edits: [edit] }] : [],
          message: `no pipeline has the source "${word}"${better ? `; did you mean "${better}"?` : ''}`,
        };
      }
    }
    for (const { job } of context.jobs) {
      for (const { value, at } of [...(job.only?.refs ?? []), ...(job.except?.refs ?? [])]) {
        const better = REF_TYPOS[value];
        if (better === undefined || !at) continue;
        yield {
          job: job.name,
          at,
          severity: 'warning',
          message: `${value} is no keyword of only/except, so GitLab looks for a branch of that name; did you mean ${better}?`,
        };
      }
    }
  },
};
