import type { LintContext, LintJob } from '../context.js';
import type { Fix, Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { GOOD_TAIL, markersOf, type WrittenMarker } from '../shell/markers.js';

export const chatReplyMarker: LintRule = {
  meta: {
    id: 'chat-reply-marker',
    severity: 'error',
    confidence: 'high',
    summary:
      'A chat_reply marker is written so that GitLab does not see a section: the whole log becomes the reply.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      const markers = [...markersOf(job)];
      for (const marker of markers) yield* wrong(job, marker);
      yield* unpaired(job, markers);
    }
  },
};

function* wrong(job: LintJob, marker: WrittenMarker): Iterable<Report> {
  const { script, start, end } = marker;
  const at = script.rangeOf(start, end);
  if (!at) return;
  const about = { job: job.job.name, at };
  const echo = marker.command?.name === 'echo';
  if (marker.escapes === 'printed' && /\\/.test(marker.tail)) {
    const name = marker.command?.node.childForFieldName('name');
    const edit = echo && name ? script.edit(name.startIndex, name.endIndex, 'echo -e') : undefined;
    const fixes: readonly Fix[] = edit ? [{ title: 'Use echo -e', safe: true, edits: [edit] }] : [];
    yield {
      ...about,
      fixes,
      message: echo
        ? 'echo without -e prints \\r\\033[0K as text, so there is no chat_reply section'
        : 'printf prints \\r\\033[0K of an argument as text: put the marker into the format or use %b',
    };
  } else if (!GOOD_TAIL.test(marker.tail)) {
    const tail = script.edit(end - marker.tail.length, end, '\\r\\033[0K');
    const fixes: readonly Fix[] = tail
      ? [{ title: 'End the marker with \\r\\033[0K', safe: true, edits: [tail] }]
      : [];
    yield {
      ...about,
      fixes,
      message: 'a section marker ends with exactly \\r\\033[0K; as it is, GitLab sees plain text',
    };
  } else {
    yield* shellDependent(marker, about);
  }
  if (!marker.expands && /[$`]/.test(marker.time)) {
    yield {
      ...about,
      message: 'single quotes keep $(date +%s) as text, and a marker needs digits there: use double quotes',
    };
  } else if (/^[^$`]*$/.test(marker.time) && !/^\d+$/.test(marker.time) && !marker.time.includes('%')) {
    yield {
      ...about,
      message: `a marker holds the time in seconds, not "${marker.time}": write $(date +%s)`,
    };
  }
}

/** A start without an end or the other way round: GitLab takes only names with exactly one of each, in that order. */
function* unpaired(job: LintJob, markers: readonly WrittenMarker[]): Iterable<Report> {
  const starts = markers.filter(({ kind }) => kind === 'start');
  const ends = markers.filter(({ kind }) => kind === 'end');
  const lonely =
    starts.length > 0 && ends.length === 0
      ? starts[0]
      : ends.length > 0 && starts.length === 0
        ? ends[0]
        : undefined;
  const at = lonely?.script.rangeOf(lonely.start, lonely.end);
  if (!lonely || !at) return;
  const missing = lonely.kind === 'start' ? 'section_end' : 'section_start';
  yield {
    job: job.job.name,
    at,
    message: `there is no ${missing}:…:chat_reply: GitLab finds no section and posts the whole log`,
  };
}

/** Right in bash; other shells print `-e` or do not know `\e`. */
function* shellDependent(
  { command, tail }: WrittenMarker,
  about: Pick<Report, 'at' | 'job'>,
): Iterable<Report> {
  const bashEscape = /\\[eE]\[/.test(tail);
  if (command?.name !== 'echo' && !(command?.name === 'printf' && bashEscape)) return;
  yield {
    ...about,
    severity: 'info',
    confidence: 'low',
    message: bashEscape
      ? 'only bash knows \\e: under sh (dash, busybox) there is no section; printf with \\033 works everywhere'
      : 'sh (dash) prints the -e of echo: where the job runs without bash, use printf instead',
  };
}
