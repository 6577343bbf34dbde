import { conditionsOf } from '../conditions.js';
import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { readCommand } from '../shell/commands.js';
import { wholeVariable } from '../shell/conditions.js';
import { factsOf } from '../shell/facts.js';
import type { ScriptUnit } from '../shell/script.js';
import { enclosing, type ShellNode } from '../shell/tree.js';
import { effectiveCommand } from '../shell/wrappers.js';

const IDENTITY = /^GITLAB_USER_(LOGIN|ID|EMAIL|NAME)$/;

/** Project settings and pipeline variables come later in GitLab's order and replace these (lib/gitlab/ci/variables/builder.rb). */
const WHY =
  'can be set by anyone who may set a project or pipeline variable of that name, so it proves nothing; CHAT_USER_ID cannot be replaced, or let the driver’s settings decide';

export const chatIdentityVariable: LintRule = {
  meta: {
    id: 'chat-identity-variable',
    severity: 'warning',
    confidence: 'medium',
    summary: 'GITLAB_USER_* decides who may run the job, but project and pipeline variables override it.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job, condition } of conditionsOf(context)) {
      if (job ? !isChatJob(job) : !context.jobs.some(isChatJob)) continue;
      // Together with CHAT_USER_ID it is not the only gate.
      if (condition.tokens.some(({ text }) => text === '$CHAT_USER_ID')) continue;
      for (const token of condition.tokens) {
        if (token.kind !== 'variable' || !IDENTITY.test(token.text.slice(1))) continue;
        yield {
          ...(job ? { job: job.job.name } : {}),
          at: condition.rangeOf(token.start, token.end),
          message: `${token.text} ${WHY}`,
        };
      }
    }
    for (const job of context.jobs) if (isChatJob(job)) yield* inScripts(job);
  },
};

function isChatJob({ intended, exposure }: LintJob): boolean {
  return intended && exposure.chat !== 'no';
}

function* inScripts({ job, scripts }: LintJob): Iterable<Report> {
  if (scripts.some(({ text }) => text.includes('CHAT_USER_ID'))) return;
  for (const { units, text } of scripts) {
    if (!text.includes('GITLAB_USER_')) continue;
    const names = identityNames(units);
    for (const unit of units) {
      for (const { node, name } of factsOf(unit.root).expansions) {
        if (!(IDENTITY.test(name) || names.has(name)) || !decides(node)) continue;
        const at = unit.rangeOf(node.startIndex, node.endIndex);
        if (at) yield { job: job.name, at, message: `${name} ${WHY}` };
      }
    }
  }
}

/** Variables that are assigned from one of them. */
function identityNames(units: readonly ScriptUnit[]): ReadonlySet<string> {
  const assignments = units.flatMap(({ root }) => factsOf(root).assignments);
  return new Set(
    assignments.filter(({ value }) => IDENTITY.test(wholeVariable(value) ?? '')).map(({ name }) => name),
  );
}

const TESTERS = new Set(['test', 'grep', 'egrep']);

/** In `[ … ]`, `case … in`, or looked for in a list by `grep`. */
function decides(node: ShellNode): boolean {
  for (let inner = node, next = node.parent; next !== null; inner = next, next = next.parent) {
    if (next.type === 'test_command') return true;
    if (next.type === 'case_statement') return next.childForFieldName('value') === inner;
    if (next.type === 'command') {
      if (TESTERS.has(effectiveCommand(readCommand(next)).name ?? '')) return true;
      const pipeline = enclosing(next, 'pipeline');
      const last = pipeline?.namedChildren.at(-1);
      return last?.type === 'command' && TESTERS.has(effectiveCommand(readCommand(last)).name ?? '');
    }
    if (next.type === 'herestring_redirect') {
      const reader = next.parent;
      return reader?.type === 'command' && TESTERS.has(effectiveCommand(readCommand(reader)).name ?? '');
    }
  }
  return false;
}
