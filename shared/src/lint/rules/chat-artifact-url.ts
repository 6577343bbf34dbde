import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { factsOf } from '../shell/facts.js';
import type { ScriptUnit } from '../shell/script.js';
import { enclosing, type ShellNode, walk } from '../shell/tree.js';
import { effectiveCommand } from '../shell/wrappers.js';

/** Address of a branch's newest artifacts: `…/-/jobs/artifacts/BRANCH/raw/PATH?job=NAME` (config/routes/project.rb). */
const LATEST = /(\$\{?CI_PROJECT_URL\}?)?\/-\/jobs\/artifacts\/[^\s"'|>]*?\/(raw|file|browse|download)\b/g;

export const chatArtifactUrl: LintRule = {
  meta: {
    id: 'chat-artifact-url',
    severity: 'info',
    confidence: 'medium',
    summary:
      'A chat job links to its branch’s newest artifacts, which are not yet its own when the reply comes.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      // Without artifacts of its own it means another job's.
      if (!job.intended || !job.reachable || !job.job.keys.has('artifacts')) continue;
      for (const { units, text } of job.scripts) {
        if (!text.includes('/-/jobs/artifacts/')) continue;
        for (const unit of units) yield* linksIn(job, unit);
      }
    }
  },
};

function* linksIn({ job }: LintJob, unit: ScriptUnit): Iterable<Report> {
  for (const match of unit.text.matchAll(LATEST)) {
    const end = match.index + match[0].length;
    const at = isWritten(unit, match.index) ? unit.rangeOf(match.index, end) : undefined;
    if (!at) continue;
    const edit = match[1] ? unit.edit(match.index, end, `$CI_JOB_URL/artifacts/${match[2]}`) : undefined;
    yield {
      job: job.name,
      at,
      fixes: edit ? [{ title: 'Link to this job: $CI_JOB_URL/artifacts', safe: false, edits: [edit] }] : [],
      message:
        'this is the address of the branch’s newest successful pipeline, so it shows older artifacts or none; $CI_JOB_URL/artifacts/raw/PATH is this job’s own',
    };
  }
}

/** In text that is printed or kept: no comment, and no download of what another job made. */
function isWritten(unit: ScriptUnit, offset: number): boolean {
  const holds = ({ startIndex, endIndex }: ShellNode): boolean => startIndex <= offset && offset < endIndex;
  if ([...walk(unit.root)].some((node) => node.type === 'comment' && holds(node))) return false;
  const command = factsOf(unit.root).commands.find(
    ({ node }) => holds(node) && !enclosing(node, 'variable_assignment'),
  );
  return !['curl', 'wget'].includes((command && effectiveCommand(command).name) ?? '');
}
