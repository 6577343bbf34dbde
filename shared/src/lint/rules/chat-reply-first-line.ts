import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { GOOD_TAIL, markersOf } from '../shell/markers.js';

/** lib/gitlab/chat/output.rb drops the first line of the section, which is the rest of the marker's own line. */
export const chatReplyFirstLine: LintRule = {
  meta: {
    id: 'chat-reply-first-line',
    severity: 'error',
    confidence: 'high',
    summary: 'Text stands on the start marker’s own line: GitLab throws it away.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      for (const marker of markersOf(job)) {
        if (marker.kind !== 'start' || !GOOD_TAIL.test(marker.tail) || marker.escapes === 'printed') continue;
        const noNewline = marker.after === '' && marker.command !== undefined && keepsLine(marker.command);
        if (!noNewline && (marker.after === '' || /^(\\n|\n|%b|%s\\n)/.test(marker.after))) continue;
        if (/^section_end:/.test(marker.after)) continue;
        const at = marker.script.rangeOf(marker.start, marker.end);
        if (!at) continue;
        const edit = marker.script.edit(marker.end, marker.end, '\\n');
        yield {
          job: job.job.name,
          at,
          fixes: edit ? [{ title: 'Begin the reply on a line of its own', safe: true, edits: [edit] }] : [],
          message:
            'GitLab throws away what follows the chat_reply marker on its line: put \\n right after \\033[0K',
        };
      }
    }
  },
};

/** `echo -n` and printf without a final newline leave the line open for what is printed next. */
function keepsLine({
  name,
  args,
}: {
  readonly name: string | undefined;
  readonly args: readonly { readonly text: string }[];
}): boolean {
  if (name === 'printf') return !/\\n["']?$/.test(args[0]?.text ?? '');
  return name === 'echo' && args.some(({ text }) => /^-[eE]*n[neE]*$/.test(text));
}
