import type { KeptText } from './collect/text-store.js';
import type { ReplyMessage } from './message.js';

/** A body with what was left out of it. */
export type CutBody = Pick<ReplyMessage, 'body' | 'cut'>;

/** What a character costs of a limit; a character is given as one code point. */
export type Weigh = (character: string) => number;

const utf16Units: Weigh = (character) => character.length;

/**
 * As much of a text as fits: its end (`head` left out) or its beginning and end (`middle` left out), in whole lines
 * where lines are short.
 * @param limit in what `weigh` counts, UTF-16 units by default.
 */
export function fitText(
  kept: KeptText,
  limit: number,
  leaveOut: 'head' | 'middle',
  weigh: Weigh = utf16Units,
): CutBody {
  const { head, tail, lines } = kept;
  const budget = Math.max(0, limit);
  if (tail === undefined && weight(head, weigh) <= budget) return { body: head };
  if (leaveOut === 'head') {
    const body = lastPart(tail ?? head, budget, weigh);
    return { body, cut: { omittedLines: Math.max(1, lines - countLines(body)), where: 'head' } };
  }
  const room = Math.max(0, budget - weigh('\n'));
  const first = firstPart(head, room / 2, weigh);
  const last = lastPart(tail ?? head, room - weight(first, weigh), weigh);
  const omittedLines = Math.max(1, lines - countLines(first) - countLines(last));
  return { body: `${first}\n${last}`, cut: { omittedLines, where: 'middle', at: first.length } };
}

/** A body that may have been cut before, made shorter still. */
export function refit(text: CutBody, limit: number, weigh: Weigh = utf16Units): CutBody {
  const { body, cut } = text;
  if (weight(body, weigh) <= limit) return text;
  if (cut === undefined) return fitText({ head: body, lines: countLines(body) }, limit, 'middle', weigh);
  const [head, tail] = splitAtCut(text);
  const lines = countLines(head) + countLines(tail) + cut.omittedLines;
  return fitText({ head, tail, lines }, limit, cut.where === 'middle' ? 'middle' : 'head', weigh);
}

/** The two parts of a body between which text was left out; one is empty when it was left out at an end. */
export function splitAtCut({ body, cut }: CutBody): readonly [head: string, tail: string] {
  if (cut === undefined || cut.where === 'tail') return [body, ''];
  if (cut.where === 'head' || cut.at === undefined) return ['', body];
  return [body.slice(0, cut.at), body.slice(cut.at + 1)];
}

function weight(text: string, weigh: Weigh): number {
  let sum = 0;
  for (const character of text) sum += weigh(character);
  return sum;
}

function countLines(text: string): number {
  return text === '' ? 0 : text.split('\n').length;
}

function firstPart(text: string, limit: number, weigh: Weigh): string {
  let end = 0;
  let left = limit;
  for (const character of text) {
    left -= weigh(character);
    if (left < 0) break;
    end += character.length;
  }
  if (end === text.length) return text;
  const line = text.lastIndexOf('\n', end);
  return text.slice(0, line > end / 2 ? line : end);
}

function lastPart(text: string, limit: number, weigh: Weigh): string {
  let from = text.length;
  let left = limit;
  while (from > 0) {
    const isPair = from > 1 && (text.codePointAt(from - 2) ?? 0) > 0xffff;
    const character = text.slice(from - (isPair ? 2 : 1), from);
    left -= weigh(character);
    if (left < 0) break;
    from -= character.length;
  }
  if (from === 0) return text;
  const line = text.indexOf('\n', from - 1);
  return text.slice(line !== -1 && line < (from + text.length) / 2 ? line + 1 : from);
}
