import type { LintContext, LintJob } from '../context.js';
import type { Fix, Report, TextEdit } from '../finding.js';
import type { LintRule } from '../rule.js';
import { readCommand } from '../shell/commands.js';
import { GOOD_TAIL, markersOf, placesOf, type WrittenMarker } from '../shell/markers.js';
import { walk } from '../shell/tree.js';
import { HOLE } from '../shell/words.js';
import { effectiveCommand } from '../shell/wrappers.js';

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
  if (isRight(marker)) return;
  const { unit, start, end } = marker;
  const at = unit.rangeOf(start, end);
  if (!at) return;
  const about = { job: job.job.name, at };
  yield* wrongName(marker, about);
  yield* wrongTail(marker, about);
  const message = wrongTime(marker);
  if (message !== undefined) yield { ...about, message };
}

/** Printed by printf in every shell: nothing to say, and no place to look for. */
function isRight(marker: WrittenMarker): boolean {
  const { name, tail, escapes, command } = marker;
  if (name !== 'chat_reply' || escapes !== 'interpreted' || command?.name !== 'printf') return false;
  return GOOD_TAIL.test(tail) && !BASH_ESCAPE.test(tail) && wrongTime(marker) === undefined;
}

const BASH_ESCAPE = /\\(?:[eE]|x1|u0)/;

type About = Pick<Report, 'at' | 'job'>;

function* wrongName({ unit, name, nameStart }: WrittenMarker, about: About): Iterable<Report> {
  if (name === 'chat_reply') return;
  const edit = unit.edit(nameStart, nameStart + name.length, 'chat_reply');
  yield {
    ...about,
    fixes: fixOf('Call the section chat_reply', edit),
    message: `GitLab looks for a section named chat_reply, not ${name}`,
  };
}

function fixOf(title: string, edit: TextEdit | undefined): readonly Fix[] {
  return edit ? [{ title, safe: true, edits: [edit] }] : [];
}

function* wrongTail(marker: WrittenMarker, about: About): Iterable<Report> {
  const { unit, tail, tailStart, end, escapes, command, after } = marker;
  const isEcho = command !== undefined && effectiveCommand(command).name === 'echo';
  if (escapes === 'printed' && /\\/.test(tail)) {
    const name = isEcho && command?.name === 'echo' ? command.nameNode : undefined;
    const edit = name && unit.edit(name.startIndex, name.endIndex, 'echo -e');
    yield {
      ...about,
      fixes: fixOf('Use echo -e', edit),
      message: isEcho
        ? 'echo without -e prints \\r\\033[0K as text, so there is no chat_reply section'
        : 'what stands here is printed as it is: \\r\\033[0K becomes no bytes; put the marker into the format of printf, or use %b',
    };
  } else if (!GOOD_TAIL.test(tail)) {
    // Another program, or a variable, may bring the rest.
    if (escapes === 'unknown' || after.startsWith(HOLE)) return;
    const edit = tail === '' ? undefined : unit.edit(tailStart, end, '\\r\\033[0K');
    const added = tail === '' ? unit.edit(end, end, '\\r\\033[0K') : undefined;
    yield {
      ...about,
      fixes: fixOf('End the marker with \\r\\033[0K', edit ?? added),
      message: /^r\d*33/.test(after)
        ? 'the shell takes the backslashes of \\r\\033[0K away where no quotes stand around: quote the marker'
        : 'a section marker ends with exactly \\r\\033[0K; as it is, GitLab sees plain text',
    };
  } else {
    yield* shellDependent(marker, about);
  }
}

/** A marker holds the time as digits. */
function wrongTime({ time, timeNodes, command, isInner }: WrittenMarker): string | undefined {
  if (isInner) return undefined;
  if (/[$`]/.test(time)) {
    return 'single quotes or backslashes keep $(date +%s) as text, and a marker needs digits there: use double quotes';
  }
  const isFormat = command !== undefined && effectiveCommand(command).name === 'printf';
  const fixed = (isFormat ? time.replace(/%\d*[sdiu]|%\(%s\)T/g, '') : time).replaceAll(HOLE, '');
  if (fixed === '' && time === '')
    return 'a marker holds the time in seconds between its colons: write $(date +%s)';
  if (!/^\d*$/.test(fixed)) return `a marker holds the time in seconds, not "${fixed}": write $(date +%s)`;
  const dates = timeNodes
    .flatMap((node) => [...walk(node)].filter(({ type }) => type === 'command'))
    .map(readCommand);
  if (
    dates.some(({ name, words }) => name === 'date' && !words.some((word) => /^\+%s(%\d?N)?$/.test(word)))
  ) {
    return 'date without +%s prints no plain number of seconds: write $(date +%s)';
  }
  return undefined;
}

/** A start without an end or the other way round: GitLab takes only names with exactly one of each, in that order. */
function* unpaired(job: LintJob, all: readonly WrittenMarker[]): Iterable<Report> {
  const units = job.scripts.flatMap((script) => script.units);
  const markers = all.filter((marker) => marker.name === 'chat_reply' && placesOf(marker, units).length > 0);
  const starts = markers.filter(({ kind }) => kind === 'start');
  const ends = markers.filter(({ kind }) => kind === 'end');
  const [start] = starts;
  const [end] = ends;
  const lonely = start && !end ? start : end && !start ? end : undefined;
  const reversed = start && end && starts.length === 1 && ends.length === 1 && isBefore(end, start, units);
  const marker = lonely ?? (reversed ? end : undefined);
  const at = marker?.unit.rangeOf(marker.start, marker.end);
  if (!marker || !at) return;
  const missing = marker.kind === 'start' ? 'section_end' : 'section_start';
  yield {
    job: job.job.name,
    at,
    message: lonely
      ? `there is no ${missing}:…:chat_reply: GitLab finds no section and posts the whole log`
      : 'the section ends before it begins: GitLab finds no section and posts the whole log',
  };
}

/** Both at the top of the script, so that their order is the order in which they run. */
function isBefore(a: WrittenMarker, b: WrittenMarker, units: readonly WrittenMarker['unit'][]): boolean {
  const isPlain = ({ node, unit, isInner }: WrittenMarker): boolean => {
    if (isInner) return false;
    for (let next = node.parent; next !== null && next !== unit.root; next = next.parent) {
      if (!['list', 'redirected_statement'].includes(next.type)) return false;
    }
    return true;
  };
  if (!isPlain(a) || !isPlain(b)) return false;
  if (a.unit !== b.unit) return units.indexOf(a.unit) < units.indexOf(b.unit);
  return a.start < b.start;
}

/** Right in bash; other shells print `-e` or do not know `\e`. */
function* shellDependent({ command, tail }: WrittenMarker, about: About): Iterable<Report> {
  const name = command && effectiveCommand(command).name;
  const bashEscape = BASH_ESCAPE.test(tail);
  if (name !== 'echo' && !(name === 'printf' && bashEscape)) return;
  yield {
    ...about,
    severity: 'info',
    confidence: 'low',
    message: bashEscape
      ? 'only bash knows \\e and \\x1b: under sh (dash, busybox) there is no section; printf with \\033 works everywhere'
      : 'sh (dash) prints the -e of echo: where the job runs without bash, use printf instead',
  };
}
