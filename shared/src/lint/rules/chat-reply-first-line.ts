import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import type { ShellCommand } from '../shell/commands.js';
import { GOOD_TAIL, markersOf, type WrittenMarker } from '../shell/markers.js';
import { effectiveCommand } from '../shell/wrappers.js';

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
        const lost = marker.kind === 'start' && GOOD_TAIL.test(marker.tail) ? lostText(marker) : undefined;
        const at = lost && marker.unit.rangeOf(marker.start, marker.end);
        if (!lost || !at) continue;
        const edit =
          marker.escapes === 'interpreted' ? marker.unit.edit(marker.end, marker.end, '\\n') : undefined;
        yield {
          job: job.job.name,
          at,
          ...(lost === 'open' ? { severity: 'warning' as const, confidence: 'medium' as const } : {}),
          fixes: edit ? [{ title: 'Begin the reply on a line of its own', safe: true, edits: [edit] }] : [],
          message:
            'GitLab throws away what follows the chat_reply marker on its line: put \\n right after \\033[0K',
        };
      }
    }
  },
};

/** `text`: something stands on the line; `open`: what is printed next will. */
function lostText({ after, escapes, command }: WrittenMarker): 'text' | 'open' | undefined {
  if (escapes !== 'interpreted' || !command) return undefined;
  const line = /^[\s\S]*?(?=\\n|\n|\\012|$)/.exec(after)?.[0] ?? '';
  const isClosed = line.length < after.length;
  const text = line.replace(/\\r|\\t|\\(?:033|e|x1b)\[[\d;]*[A-Za-z]|\s/g, '');
  if (/^%[bs]$/.test(text)) return beginsLine(command, after) ? undefined : 'text';
  // The end marker on the same line: the reply is empty, which is another rule's matter.
  if (text.startsWith('section_end:')) return undefined;
  if (text !== '') return 'text';
  return !isClosed && keepsLine(command, line) ? 'open' : undefined;
}

/** What printf puts right after the marker begins with a line break: `printf '…%b' '\n…'`. */
function beginsLine(command: ShellCommand, after: string): boolean {
  const { words } = effectiveCommand(command);
  const [format = ''] = words;
  const before = format.slice(0, Math.max(0, format.length - after.length));
  const argument = words[1 + (before.match(/%[^%]/g) ?? []).length] ?? '';
  return /^(?:\\n|\n)/.test(argument);
}

/** `echo -n` and printf without a final newline leave the line open for what is printed next. */
function keepsLine(command: NonNullable<WrittenMarker['command']>, rest: string): boolean {
  const { name, words } = effectiveCommand(command);
  if (name === 'printf') return rest === '' && words.length <= 2;
  return name === 'echo' && words.some((word) => /^-[eE]*n[neE]*$/.test(word));
}
