import type { Weigh } from '../cut.js';
import { GITLAB_REPLY_LIMIT } from '../gitlab-response.js';
import type { ReplyMessage } from '../message.js';
import { breakFences, escapeMrkdwn } from './slack.js';
import { isBlank, jobName, jobUrl, outcomeWords, shownBody } from './words.js';

/** Room for the fence and for the line that says where the rest is. */
const FRAME = '```\n\n```\n';

/**
 * The text that GitLab posts for us when we could not (design D4), not escaped: `decisiveSection` escapes it for
 * Slack, and it fits GitLab's limit then. Several lines stand in a code fence, which Slack shows as they are.
 */
export function toGitlabFallback(message: ReplyMessage): string {
  if (isBlank(message.body)) return `${jobName(message)} ${outcomeWords(message)}`;
  const url = jobUrl(message);
  const rest = url === undefined ? '' : `All of it: ${url}`;
  const room = GITLAB_REPLY_LIMIT - bytes(FRAME) - bytes(escapeMrkdwn(rest));
  const { text, omittedLines } = shownBody(message, room, slackBytes);
  const body = text.includes('\n') ? `\`\`\`\n${breakFences(text)}\n\`\`\`` : text;
  return omittedLines === 0 || rest === '' ? body : `${body}\n${rest}`;
}

/** Bytes of a character in escaped UTF-8; a tick may be followed by an invisible character of three. */
const slackBytes: Weigh = (character) => {
  if (character === '`') return 4;
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x80) return escapeMrkdwn(character).length;
  return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
};

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
