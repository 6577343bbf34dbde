import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { markersOf, type WrittenMarker } from '../shell/markers.js';
import { enclosing, type ShellNode } from '../shell/tree.js';

/** lib/gitlab/ci/trace/section_parser.rb: a name with more than one start or end marker is no section at all. */
export const chatReplyTwice: LintRule = {
  meta: {
    id: 'chat-reply-twice',
    severity: 'error',
    confidence: 'medium',
    summary: 'A job prints more than one chat_reply section: GitLab drops them all and posts the whole log.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      const starts = [...markersOf(job)].filter(({ kind }) => kind === 'start');
      const [first] = starts;
      if (!first) continue;
      const repeated = starts.find((marker) => loopOf(marker) !== undefined);
      const second = starts.find((marker) => marker !== first && !exclusive(first, marker));
      const marker = second ?? repeated;
      const at = marker?.script.rangeOf(marker.start, marker.end);
      if (!marker || !at) continue;
      const before = second && first.script.rangeOf(first.start, first.end);
      yield {
        job: job.job.name,
        at,
        ...(before ? { related: [{ at: before, message: 'the first one' }] } : {}),
        message: second
          ? 'a second chat_reply section: GitLab then takes none and posts the whole log; print one'
          : 'a chat_reply section in a loop: from the second round on GitLab takes none and posts the whole log',
      };
    }
  },
};

function loopOf({ command }: WrittenMarker): ShellNode | undefined {
  return command && enclosing(command.node, 'for_statement', 'while_statement', 'c_style_for_statement');
}

/** Two branches of one `if` or `case`: only one of them runs. */
function exclusive(a: WrittenMarker, b: WrittenMarker): boolean {
  if (!a.command || !b.command || a.script !== b.script) return false;
  const branches = ['if_statement', 'elif_clause', 'else_clause', 'case_item', 'function_definition'];
  const branchOf = (node: ShellNode): ShellNode | undefined => enclosing(node, ...branches);
  const one = branchOf(a.command.node);
  const other = branchOf(b.command.node);
  return one !== undefined && other !== undefined && one.startIndex !== other.startIndex;
}
