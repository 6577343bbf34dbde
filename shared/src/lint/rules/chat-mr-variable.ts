import { conditionsOf } from '../conditions.js';
import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import { letsChatIn } from '../intent.js';
import type { LintRule } from '../rule.js';
import { factsOf } from '../shell/facts.js';
import type { JobScript } from '../shell/script.js';
import { namesIn } from '../shell/taint.js';
import { enclosing } from '../shell/tree.js';

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
      if (!job.reachable || !job.intended) continue;
      const found = [...inScripts(job), ...inVariables(context, job), ...inEnvironment(job)];
      if (found.length > 0 && !isForOthersToo(job)) yield* found;
    }
    yield* inConditions(context);
  },
};

/** A job for both looks at the variable in its other pipelines. */
function isForOthersToo({ exposure, chatVariables }: LintJob): boolean {
  const { otherSources } = exposure;
  return (
    otherSources.includes('merge_request_event') || (otherSources.includes('tag') && chatVariables.size === 0)
  );
}

/** The job's own variables, those of its rules for chat, and of all others those that its script reads. */
function* inVariables({ config }: LintContext, job: LintJob): Iterable<Report> {
  const ofRules = (job.job.rules ?? []).filter((rule) => !rule.if || letsChatIn(rule.if.value));
  const shared = config.variables.filter(({ key }) => job.scripts.some((script) => reads(script, key)));
  const own = [...job.job.variables, ...ofRules.flatMap(({ variables = [] }) => variables)];
  for (const variable of [...own, ...shared]) {
    const name = namesIn(variable.value).find((each) => NEVER_SET.test(each));
    if (name && variable.at) yield report(job, name, variable.at);
  }
}

function reads({ units, text }: JobScript, key: string): boolean {
  return (
    text.includes(key) && units.some(({ root }) => factsOf(root).expansions.some(({ name }) => name === key))
  );
}

function* inEnvironment(job: LintJob): Iterable<Report> {
  const { environment } = job.job;
  const name = namesIn(environment?.name ?? '').find((each) => NEVER_SET.test(each));
  if (name && environment?.at) yield report(job, name, environment.at);
}

/** A rule that asks for chat and for a merge request at once never matches. */
function* inConditions(context: LintContext): Iterable<Report> {
  for (const { job, condition } of conditionsOf(context)) {
    if (!job || !letsChatIn(condition.text) || condition.tokens.some(({ kind }) => kind === 'or')) continue;
    for (const [i, token] of condition.tokens.entries()) {
      const name = token.text.slice(1);
      const next = condition.tokens[i + 1];
      const asksForNone = next?.kind === 'equals' && condition.tokens[i + 2]?.kind === 'null';
      const isNegated =
        condition.tokens[i - 1]?.kind === 'not' || next?.kind === 'notequals' || next?.kind === 'notmatches';
      if (token.kind !== 'variable' || !NEVER_SET.test(name) || asksForNone || isNegated) continue;
      yield report(job, name, condition.rangeOf(token.start, token.end));
    }
  }
}

function* inScripts(job: LintJob): Iterable<Report> {
  for (const { units, text } of job.scripts) {
    if (!/CI_(MERGE|EXTERNAL|OPEN|COMMIT_TAG)/.test(text)) continue;
    const expansions = units.flatMap((unit) =>
      factsOf(unit.root).expansions.map((one) => ({ ...one, unit })),
    );
    const asked = new Set(
      expansions
        .filter(({ node }) => enclosing(node, 'test_command', 'case_statement'))
        .map(({ name }) => name),
    );
    for (const { node, name, operator, unit } of expansions) {
      // A script that asks whether it is set, or has a default, knows that it may be missing.
      if (!NEVER_SET.test(name) || asked.has(name) || /^:?[-+=?]/.test(operator)) continue;
      const at = unit.rangeOf(node.startIndex, node.endIndex);
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
