import { PIPELINE_SOURCES } from '../../chat/pipeline-sources.js';
import { nearest } from '../../words/index.js';
import { type Comparison, type Condition, conditionsOf } from '../conditions.js';
import type { LintContext } from '../context.js';
import type { Fix, Report } from '../finding.js';
import type { LintRule } from '../rule.js';

/** Words for which only/except has another spelling; a branch of that name is unlikely. */
const REF_TYPOS: Readonly<Record<string, string>> = {
  merge_request_event: 'merge_requests',
  merge_request_events: 'merge_requests',
  merge_requests_event: 'merge_requests',
  external_pull_request_event: 'external_pull_requests',
  external_pull_request_events: 'external_pull_requests',
  chatops: 'chat',
  chat_ops: 'chat',
  slack: 'chat',
  scheduled: 'schedules',
  branchs: 'branches',
  branch: 'branches',
  tag: 'tags',
};

/** Words that work because GitLab takes singular and plural of a source, under the one that its documentation has. */
const UNDOCUMENTED: Readonly<Record<string, string>> = {
  push: 'pushes',
  webs: 'web',
  trigger: 'triggers',
  schedule: 'schedules',
  apis: 'api',
  externals: 'external',
  pipeline: 'pipelines',
  chats: 'chat',
  merge_request: 'merge_requests',
  external_pull_request: 'external_pull_requests',
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
      for (const comparison of condition.comparisons()) {
        const found = inComparison(condition, comparison);
        if (found) yield { ...(job ? { job: job.job.name } : {}), ...found };
      }
    }
    for (const { job } of context.jobs) {
      for (const { value, at } of [...(job.only?.refs ?? []), ...(job.except?.refs ?? [])]) {
        const found = at && inRefs(value.replace(/@.*$/s, ''));
        if (found) yield { job: job.name, at, ...found };
      }
    }
  },
};

function inComparison(condition: Condition, comparison: Comparison): Report | undefined {
  const { left, right, leftToken, rightToken, operator } = comparison;
  const token =
    left === '$CI_PIPELINE_SOURCE' ? rightToken : right === '$CI_PIPELINE_SOURCE' ? leftToken : undefined;
  if (!token) return undefined;
  if (operator === '=~' || operator === '!~') return inPattern(comparison, token.text);
  const word = /^["'](.*)["']$/s.exec(token.text)?.[1];
  if (word === undefined || PIPELINE_SOURCES.includes(word)) return undefined;
  const better = betterSource(word);
  const edit = better && condition.edit(token.start + 1, token.end - 1, better);
  // No pipeline has the wrong word, so that only pipelines of the right one change.
  const fixes: readonly Fix[] = edit
    ? [{ title: `Write ${better}`, safe: better === 'chat', edits: [edit] }]
    : [];
  return { at: comparison.range(), fixes, message: notASource(word, better) };
}

/** Patterns that list fixed words: `/^(chat|chatops)$/`. */
function inPattern({ range }: Comparison, pattern: string): Report | undefined {
  const list = /^["']?\/\^?\(?\^?([a-z_|]+)\$?\)?\$?\/["']?$/.exec(pattern)?.[1];
  const isWhole = /\^/.test(pattern) && /\$/.test(pattern);
  if (list === undefined || !isWhole) return undefined;
  const wrong = list.split('|').find((word) => word !== '' && !PIPELINE_SOURCES.includes(word));
  return wrong === undefined
    ? undefined
    : { at: range(), severity: 'warning', message: notASource(wrong, betterSource(wrong)) };
}

function betterSource(word: string): string | undefined {
  const plain = word.trim().toLowerCase();
  if (PIPELINE_SOURCES.includes(plain)) return plain;
  const known: Readonly<Record<string, string>> = {
    chatops: 'chat',
    slack: 'chat',
    pushes: 'push',
    merge_requests: 'merge_request_event',
    merge_request: 'merge_request_event',
  };
  const singular = PIPELINE_SOURCES.find((source) => `${source}s` === plain);
  return known[plain] ?? singular ?? nearest(plain, PIPELINE_SOURCES);
}

function notASource(word: string, better: string | undefined): string {
  return `no pipeline has the source "${word}"${better ? `; did you mean "${better}"?` : ''}`;
}

function inRefs(word: string): Pick<Report, 'message' | 'severity'> | undefined {
  const better = REF_TYPOS[word];
  if (better !== undefined) {
    return {
      severity: 'warning',
      message: `${word} is no keyword of only/except, so GitLab looks for a branch of that name; did you mean ${better}?`,
    };
  }
  const documented = UNDOCUMENTED[word];
  if (documented === undefined) return undefined;
  return {
    severity: 'info',
    message: `${word} works like ${documented} although GitLab’s documentation does not have it; two spellings of one source are easily overlooked`,
  };
}
