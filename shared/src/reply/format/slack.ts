import type { Weigh } from '../cut.js';
import type { ReplyMessage } from '../message.js';
import { ICONS, isBlank, jobName, jobUrl, outcomeWords, shownBody } from './words.js';

/** Arguments of chat.postMessage and chat.update, besides the channel. */
export interface SlackMessage {
  /** For notifications and screen readers, which read nothing else; and where blocks are refused. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

export type SlackBlock =
  | { readonly type: 'section'; readonly text: SlackMrkdwn }
  | { readonly type: 'context'; readonly elements: readonly SlackMrkdwn[] }
  | { readonly type: 'rich_text'; readonly elements: readonly SlackPreformatted[] };

// Type aliases, not interfaces: only they count as JSON where JSON is asked for.

/** `verbatim`: Slack must not find links, channels or mentions of its own in it. */
export type SlackMrkdwn = {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
};

/** Shows its text as it is: no markup, no mentions, and ``` inside is harmless. */
export type SlackPreformatted = {
  readonly type: 'rich_text_preformatted';
  readonly elements: readonly [{ readonly type: 'text'; readonly text: string }];
};

/**
 * Slack refuses a message whose blocks are too long in all; the limit is undocumented (seen refused at 11,341, taken
 * at 13,297 characters: bolt-js issues 2867, 2509). Text and blocks together stay below this, counted as JSON.
 */
export const SLACK_MESSAGE_BUDGET = 9_000;

/** Above it chat.update refuses `text` and chat.postMessage may break a message in two. */
export const SLACK_TEXT_LIMIT = 4_000;

/** Of a short body all stands in `text` as well, of a longer one an extract: the blocks need the room. */
const SHORT_BODY = 2_400;
const EXTRACT = 800;

/** The whole of a message without blocks. */
const PLAIN_BODY = 2_400;

export function toSlack(message: ReplyMessage): SlackMessage {
  const status = statusLine(message);
  if (isBlank(message.body)) return { text: status, blocks: [section(status)] };
  const whole = shownBody(message, SHORT_BODY, mrkdwnWeight);
  const extract = isShorter(whole, message) ? shownBody(message, EXTRACT, mrkdwnWeight) : whole;
  const text = `${status}\n${escapeMrkdwn(extract.text)}`;
  const room =
    SLACK_MESSAGE_BUDGET - JSON.stringify({ text, blocks: blocks(message, status, '', 1e9) }).length;
  const body = shownBody(message, room, jsonWeight);
  return { text, blocks: blocks(message, status, body.text, body.omittedLines) };
}

/** The simplest form, for when Slack refuses the blocks: short text, the body in a code fence. */
export function toSlackPlain(message: ReplyMessage): Pick<SlackMessage, 'text'> {
  const status = statusLine(message);
  if (isBlank(message.body)) return { text: status };
  const { text } = shownBody(message, PLAIN_BODY, mrkdwnWeight);
  return { text: `${status}\n\`\`\`\n${breakFences(escapeMrkdwn(text))}\n\`\`\`` };
}

/** `& < >` as Slack wants them: nothing in the text is a mention, a link or a broadcast any more. */
export function escapeMrkdwn(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
}

/** No escape exists for ``` inside a code fence: an invisible character keeps the ticks apart. */
export function breakFences(text: string): string {
  return text.replace(/`{3,}/g, (ticks) => [...ticks].join('\u200b'));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Plain text has no control characters but these two, which JSON writes as two letters. */
const jsonWeight: Weigh = (character) => (/["\\\n\t]/.test(character) ? 2 : character.length);

/** A code fence may grow by an invisible character for each tick. */
const mrkdwnWeight: Weigh = (character) =>
  character === '`' ? 2 : Math.max(jsonWeight(character), escapeMrkdwn(character).length);

function statusLine(message: ReplyMessage): string {
  const { callerId = '', outcome, job } = message;
  // An id that Slack would not know is no mention: it stays away rather than make the message invalid.
  const mention = /^[A-Z0-9]{2,32}$/.test(callerId) ? `<@${callerId}> ` : '';
  const url = jobUrl(message);
  const label = `job #${job.id}`;
  const link = url === undefined ? label : `<${url.replaceAll('&', '&amp;')}|${label}>`;
  const name = breakFences(escapeMrkdwn(jobName(message)));
  return `${mention}${ICONS[outcome]} *${name}* ${outcomeWords(message)} · ${link}`;
}

function blocks(message: ReplyMessage, status: string, body: string, omittedLines: number): SlackBlock[] {
  const preformatted: SlackPreformatted = {
    type: 'rich_text_preformatted',
    elements: [{ type: 'text', text: body }],
  };
  const all: SlackBlock[] = [section(status), { type: 'rich_text', elements: [preformatted] }];
  if (omittedLines > 0) all.push({ type: 'context', elements: [mrkdwn(cutNote(message, omittedLines))] });
  return all;
}

function cutNote(message: ReplyMessage, omittedLines: number): string {
  const url = jobUrl(message);
  const where = url === undefined ? 'the job log' : `<${url.replaceAll('&', '&amp;')}|the job log>`;
  return `Cut to fit (${omittedLines} ${omittedLines === 1 ? 'line' : 'lines'} left out). All of it is in ${where}.`;
}

function section(text: string): SlackBlock {
  return { type: 'section', text: mrkdwn(text) };
}

function mrkdwn(text: string): SlackMrkdwn {
  return { type: 'mrkdwn', text, verbatim: true };
}

function isShorter(shown: { omittedLines: number }, message: ReplyMessage): boolean {
  return shown.omittedLines > (message.cut?.omittedLines ?? 0);
}
