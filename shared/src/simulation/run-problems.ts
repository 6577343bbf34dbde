import type { Problem } from '../errors/index.js';
import { GITLAB_REPLY_LIMIT, type GitlabReply, gitlabReply, MarkerScanner } from '../reply/index.js';

/** What a finished run shows about its job that reading the config cannot. */
export interface RunProblem {
  readonly problem: Problem;
  readonly severity: 'warning' | 'info';
}

export interface FinishedRun {
  /** The whole log without the driver's changes (design D12). */
  readonly trace: Uint8Array;
  readonly succeeded: boolean;
}

/** What FF_TIMESTAMPS puts before a line: time, stream, `+` where the line goes on (helpers/timestamper of the Runner). */
const STAMPS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z [0-9a-f]{2}[OE][ +]/gm;

/** What the Runner puts in place of a masked value (common/buildlogger/internal/masker). */
const MASKED = new TextEncoder().encode('[MASKED]');

/** Judges a run by GitLab's own rules for the reply: what would be missing in the channel, and what is too much in it. */
export function runProblems({ trace, succeeded }: FinishedRun): readonly RunProblem[] {
  const problems = markerProblems(trace);
  if (succeeded) problems.push(...replyProblems(gitlabReply(trace)));
  if (indexOf(trace, MASKED) >= 0) problems.push(SECRET);
  return problems;
}

function replyProblems(reply: GitlabReply): RunProblem[] {
  if (reply.kind === 'no_section') return [];
  if (reply.kind === 'invalid_utf8') return [NOT_UTF8];
  // A Runner that stamps its lines makes GitLab post the stamps alone.
  if (reply.output.replace(STAMPS, '').trim() === '') return [EMPTY];
  const size = new TextEncoder().encode(reply.output).length;
  return size > GITLAB_REPLY_LIMIT ? [tooLarge(size)] : [];
}

/** GitLab knows a section only by exactly two markers, a start and then an end (lib/gitlab/ci/trace/section_parser.rb). */
function markerProblems(trace: Uint8Array): RunProblem[] {
  const scanner = new MarkerScanner();
  const actions = [...scanner.push(trace), ...scanner.end()].flatMap((piece) =>
    piece.kind === 'marker' && piece.name === 'chat_reply' ? [piece.action] : [],
  );
  if (actions.length === 0) return [];
  const starts = actions.filter((action) => action === 'start').length;
  const ends = actions.length - starts;
  if (starts > ends) return [UNTERMINATED];
  if (starts < ends || actions[0] === 'end') return [NO_START];
  return starts > 1 ? [severalReplies(starts)] : [];
}

const EMPTY: RunProblem = {
  severity: 'warning',
  problem: {
    code: 'CHAT_RUN_REPLY_EMPTY',
    message:
      "The job succeeded with an empty reply: GitLab's own ChatOps posts nothing, or the log's time stamps.",
    wayOut: 'Print something, and begin it on the line after the start marker: GitLab drops the first line.',
  },
};

const NOT_UTF8: RunProblem = {
  severity: 'warning',
  problem: {
    code: 'CHAT_RUN_REPLY_NOT_UTF8',
    message: "The reply is not valid UTF-8: GitLab's own ChatOps posts nothing to the channel.",
    wayOut: 'Print text in UTF-8, e.g. with iconv.',
  },
};

const UNTERMINATED: RunProblem = {
  severity: 'warning',
  problem: {
    code: 'CHAT_RUN_SECTION_OPEN',
    message: 'The chat_reply section was started and not ended, so GitLab does not see it.',
    wayOut: 'Print its end marker on every way out of the script, e.g. in a trap.',
  },
};

const NO_START: RunProblem = {
  severity: 'warning',
  problem: {
    code: 'CHAT_RUN_SECTION_NO_START',
    message: 'The chat_reply section was ended before it was started, so GitLab does not see it.',
    wayOut: 'Print section_start before section_end.',
  },
};

const SECRET: RunProblem = {
  severity: 'warning',
  problem: {
    code: 'CHAT_RUN_SECRET_PRINTED',
    message:
      'The job printed the value of a masked variable; the log and the reply show [MASKED] in its place.',
    wayOut: 'Keep secrets out of the output: a part of one, or one encoded, would not be recognised.',
  },
};

function severalReplies(count: number): RunProblem {
  return {
    severity: 'warning',
    problem: {
      code: 'CHAT_RUN_SECTION_TWICE',
      message: `The job printed ${count} chat_reply sections: GitLab takes none of them and posts the whole output.`,
      wayOut: 'Collect the text and print one section at the end.',
    },
  };
}

function tooLarge(size: number): RunProblem {
  return {
    severity: 'warning',
    problem: {
      code: 'CHAT_RUN_REPLY_TOO_LARGE',
      message: `The reply has ${size} bytes: above ${GITLAB_REPLY_LIMIT} GitLab's own ChatOps posts only a link to the job.`,
      wayOut: 'Print a summary between the chat_reply markers.',
    },
  };
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}
