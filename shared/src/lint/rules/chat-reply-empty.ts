import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { commandsOf, literalOf, type ShellCommand } from '../shell/commands.js';
import { markersOf } from '../shell/markers.js';

/** Commands that print nothing when they succeed. */
const SILENT = new Set([
  ':',
  'true',
  'false',
  'exit',
  'cd',
  'export',
  'set',
  'unset',
  'shopt',
  'sleep',
  'test',
  '[',
  'mkdir',
  'rmdir',
  'touch',
  'rm',
  'cp',
  'mv',
  'chmod',
  'chown',
  'ln',
  'return',
  'shift',
  'trap',
  'umask',
  'wait',
  'local',
  'declare',
]);

export const chatReplyEmpty: LintRule = {
  meta: {
    id: 'chat-reply-empty',
    severity: 'warning',
    confidence: 'medium',
    summary: 'The reply is empty, and for an empty reply GitLab posts nothing at all.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      if (!job.reachable || job.job.kind === 'bridge') continue;
      const empty = emptySection(job) ?? silentScript(job);
      if (empty) yield { ...empty, job: job.job.name };
    }
  },
};

function emptySection(job: LintJob): Report | undefined {
  for (const { kind, after, script, start, end } of markersOf(job)) {
    if (kind !== 'start' || !/^(\\n|\n)*section_end:/.test(after)) continue;
    const at = script.rangeOf(start, end);
    if (at)
      return {
        at,
        severity: 'error',
        message: 'nothing stands between the chat_reply markers: GitLab posts nothing',
      };
  }
  return undefined;
}

function silentScript({ job, scripts, intended }: LintJob): Report | undefined {
  const main = scripts[0];
  if (!intended || !main || main.text.includes('chat_reply')) return undefined;
  const commands = [...commandsOf(main.root)];
  if (commands.length === 0 || !commands.every(isSilent)) return undefined;
  return {
    at: job.keys.get('script') ?? job.at,
    message: 'the script prints nothing, so there is nothing to reply',
  };
}

function isSilent({ name, args, node }: ShellCommand): boolean {
  if (node.parent?.type === 'redirected_statement' && /(^|[^2<])>\s*\/dev\/null/.test(node.parent.text))
    return true;
  if (name === undefined || !SILENT.has(name)) return false;
  return !args.some((arg) => /^-[a-z]*v|^--verbose|^-x$/.test(literalOf(arg) ?? ''));
}
