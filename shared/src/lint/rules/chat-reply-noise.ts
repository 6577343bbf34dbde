import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import { chosenFix, insertInJob } from '../job-edits.js';
import { variablesOf } from '../job-scripts.js';
import type { LintRule } from '../rule.js';
import { markersOf } from '../shell/markers.js';
import { isSilentStatement } from '../shell/silent.js';
import type { ShellNode } from '../shell/tree.js';

export const chatReplyNoise: LintRule = {
  meta: {
    id: 'chat-reply-noise',
    severity: 'info',
    confidence: 'medium',
    summary:
      'GitLab’s reply holds more than the answer: the commands themselves, or a timestamp before every line.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const lintJob of context.jobs) {
      const { job, intended, reachable, replies } = lintJob;
      if (!intended || !reachable || job.kind === 'bridge') continue;
      const noise = replies ? stamped(context, lintJob) : wholeLog(lintJob);
      if (noise) yield { ...noise, job: job.name };
    }
  },
};

function wholeLog({ job, scripts: [main] }: LintJob): Report | undefined {
  const entries = job.beforeScript.length + job.script.length;
  const commands = Math.max(entries, main ? main.units.flatMap(({ root }) => spoken(root)).length : 0);
  if (commands < 2) return undefined;
  return {
    at: job.keys.get('script') ?? job.at,
    message: `GitLab's own reply is the log of ${commands} commands with the commands and their colour codes in it; print what matters between chat_reply markers`,
  };
}

/** Statements of a block that print something; the block itself is one command of the log. */
function spoken(root: ShellNode): readonly ShellNode[] {
  return root.namedChildren.filter(({ type }) => SPEAK.has(type)).filter((node) => !isSilentStatement(node));
}

const SPEAK = new Set(['command', 'pipeline', 'list', 'redirected_statement']);

/** Runner 18.7 and newer stamp every line unless told otherwise, and GitLab does not take the stamps out (issue 587861). */
function stamped(context: LintContext, lintJob: LintJob): Report | undefined {
  const { job } = lintJob;
  const stamps = variablesOf(job, context.config).findLast(({ key }) => key === 'FF_TIMESTAMPS');
  if (stamps && /^(0|f|false)$/i.test(stamps.value)) return undefined;
  const [marker] = markersOf(lintJob);
  const at = marker?.unit.rangeOf(marker.start, marker.end);
  if (!at) return undefined;
  const lines = ['variables:', '  FF_TIMESTAMPS: "false"'];
  const edit = job.keys.has('variables') ? undefined : insertInJob(context, job, lines);
  return {
    at,
    fixes: chosenFix('Switch the timestamps off', edit),
    message:
      'Runner 18.7 and newer put a timestamp before each line, and GitLab posts it with the reply; FF_TIMESTAMPS: "false" under variables turns that off (the gitlab-chatops driver takes the text before it is stamped)',
  };
}
