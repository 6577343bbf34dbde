import { type CutBody, refit, splitAtCut, type Weigh } from '../cut.js';
import type { ReplyMessage } from '../message.js';

/** Longest job name shown; GitLab allows 255 characters. */
const NAME_LIMIT = 100;

/** A URL that is longer when escaped is left out: it would take the room of the reply. */
const URL_LIMIT = 800;

export const ICONS: Readonly<Record<ReplyMessage['outcome'], string>> = {
  success: '✅',
  failed: '❌',
  canceled: '🚫',
  timeout: '⏱️',
};

export function jobName({ job }: ReplyMessage): string {
  const name = plainText(job.name).replaceAll('\n', ' ');
  return name.length <= NAME_LIMIT ? name : `${name.slice(0, NAME_LIMIT - 1).replace(/\p{Cs}$/u, '')}…`;
}

/** What became of the job, to follow its name. */
export function outcomeWords({ outcome, exitStatus, body }: ReplyMessage): string {
  const silent = isBlank(body) ? ', no output' : '';
  if (outcome === 'success') return `succeeded${silent}`;
  if (outcome === 'canceled') return `was canceled${silent}`;
  if (outcome === 'timeout') return `timed out${silent}`;
  return exitStatus === undefined ? `failed${silent}` : `failed with exit status ${exitStatus}${silent}`;
}

/** The job page, if a browser may follow it. */
export function jobUrl({ job }: ReplyMessage): string | undefined {
  const url = job.url ?? '';
  const isShort = url.replaceAll('&', '&amp;').length <= URL_LIMIT;
  return isShort && /^https?:\/\/[^\s<>|"'`()\\\p{Cc}\p{Cs}]+$/u.test(url) ? url : undefined;
}

export function isBlank(text: string): boolean {
  return plainText(text).trim() === '';
}

/**
 * Text that every chat service takes as it is: no control characters but line feed and tab, no half surrogate pairs.
 * Rendered output has none; a message may come from elsewhere.
 */
function plainText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '')
    .replace(/\p{Cs}/gu, '\ufffd');
}

/** `[… 1,200 lines left out …]`, where text is missing from a body. */
function gapLine(omittedLines: number): string {
  const count = String(omittedLines).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `[… ${count} line${omittedLines === 1 ? '' : 's'} left out …]`;
}

/** No gap line with its line breaks weighs more, in characters, bytes or JSON. */
const GAP_WEIGHT = 64;

export interface ShownBody {
  readonly text: string;
  /** Lines left out, by the collector or here; 0 when the text is whole. */
  readonly omittedLines: number;
}

/** The body as every format shows it: plain, no heavier than the limit, with a line where text is missing. */
export function shownBody(message: ReplyMessage, limit: number, weigh?: Weigh): ShownBody {
  const clean = plainCut(message);
  const whole = clean.cut === undefined ? refit(clean, limit, weigh) : clean;
  if (whole.cut === undefined) return { text: whole.body, omittedLines: 0 };
  const shown = refit(clean, limit - GAP_WEIGHT, weigh);
  const { omittedLines } = shown.cut ?? whole.cut;
  const [head, tail] = splitAtCut(shown);
  const text = [head, gapLine(omittedLines), tail].filter((part) => part !== '').join('\n');
  return { text, omittedLines };
}

function plainCut(message: ReplyMessage): CutBody {
  const { cut } = message;
  const [head, tail] = splitAtCut(message).map(plainText);
  if (cut?.where !== 'middle' || head === undefined) return { body: plainText(message.body), cut };
  return { body: `${head}\n${tail}`, cut: { ...cut, at: head.length } };
}
