import { conditionsOf } from '../conditions.js';
import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { expansionsOf } from '../shell/expansions.js';
import { namesIn } from '../shell/taint.js';

/** A chat pipeline runs on the head of the default branch: no merge request, no tag, no external pull request. */
const NEVER_SET =
  /^(CI_MERGE_REQUEST_\w+|CI_EXTERNAL_PULL_REQUEST_\w+|CI_OPEN_MERGE_REQUESTS|CI_COMMIT_TAG(_MESSAGE)?)$/;

export const chatMrVariable: LintRule = {
  meta: {
    id: 'chat-mr-variable',
    severity: 'warning',
    confidence: 'high',
    summary: 'A chat job uses a merge-request or tag variable, which a chat pipeline never has.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      if (!job.reachable || !job.intended || job.exposure.otherSources.includes('merge_request_event'))
        continue;
      yield* inScripts(job);
      for (const variable of job.job.variables) {
        const name = namesIn(variable.value).find((each) => NEVER_SET.test(each));
        if (name && variable.at) yield report(job, name, variable.at);
      }
    }
    for (const { job, condition } of conditionsOf(context)) {
      if (!job?.reachable || !/["']chats?["']/.test(condition.text)) continue;
      for (const token of condition.tokens) {
        const name = token.text.slice(1);
        if (token.kind === 'variable' && NEVER_SET.test(name)) {
          yield report(job, name, condition.rangeOf(token.start, token.end));
        }
      }
    }
  },
};

function* inScripts(job: LintJob): Iterable<Report> {
  for (const script of job.scripts) {
    if (!/CI_(MERGE|EXTERNAL|OPEN|COMMIT_TAG)/.test(script.text)) continue;
    for (const { node, name } of expansionsOf(script.root)) {
      if (!NEVER_SET.test(name)) continue;
      const at = script.rangeOf(node.startIndex, node.endIndex);
      if (at) yield report(job, name, at);
    }
  }
}

function report(job: LintJob, name: string, at: Report['at']): Report {
  return {
    job: job.job.name,
    at,
    message: `${name} is empty in a chat pipeline, which always runs on the head of the default branch`,
  };
}
