import { conditionsOf } from '../conditions.js';
import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { expansionsOf } from '../shell/expansions.js';
import { enclosing } from '../shell/tree.js';

const IDENTITY = /^GITLAB_USER_(LOGIN|ID|EMAIL|NAME)$/;

/** Project settings and pipeline variables come later in GitLab's order and replace these (lib/gitlab/ci/variables/builder.rb). */
const WHY =
  'can be set by anyone who may set a project or pipeline variable of that name, so it proves nothing; check the user against a list outside the job, or let the driver’s settings decide';

export const chatIdentityVariable: LintRule = {
  meta: {
    id: 'chat-identity-variable',
    severity: 'warning',
    confidence: 'medium',
    summary: 'GITLAB_USER_* decides who may run the job, but project and pipeline variables override it.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job, condition } of conditionsOf(context)) {
      if (job && !(job.intended && job.reachable)) continue;
      for (const token of condition.tokens) {
        if (token.kind !== 'variable' || !IDENTITY.test(token.text.slice(1))) continue;
        yield {
          ...(job ? { job: job.job.name } : {}),
          at: condition.rangeOf(token.start, token.end),
          message: `${token.text} ${WHY}`,
        };
      }
    }
    for (const job of context.jobs) {
      if (!job.intended || !job.reachable) continue;
      for (const script of job.scripts) {
        if (!script.text.includes('GITLAB_USER_')) continue;
        for (const { node, name } of expansionsOf(script.root)) {
          if (!IDENTITY.test(name) || !enclosing(node, 'test_command', 'case_statement')) continue;
          const at = script.rangeOf(node.startIndex, node.endIndex);
          if (at) yield { job: job.job.name, at, message: `${name} ${WHY}` };
        }
      }
    }
  },
};
