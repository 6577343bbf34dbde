import type { ReplyMessage } from '../message.js';
import { ICONS, isBlank, jobName, jobUrl, outcomeWords, shownBody } from './words.js';

/** A post, as the answer to a slash command, a `response_url` or the posts API take it. */
export interface MattermostMessage {
  readonly text: string;
  readonly attachments: readonly {
    readonly color: string;
    readonly fallback: string;
    readonly text: string;
  }[];
  /** `@all`, `@channel` and `@here` are live words in any text. */
  readonly props: { readonly disable_mentions: true };
  /** Slack's `<!channel>` and `<@id>` would be translated. */
  readonly skip_slack_parsing: true;
}

/** A post holds 16,383 characters (Mattermost server, model/post.go PostMessageMaxRunesV2); room for the rest. */
const BODY_LIMIT = 14_000;

/** As GitLab colours its own replies: lib/gitlab/chat/responder/mattermost.rb. */
const COLOURS: Readonly<Record<ReplyMessage['outcome'], string>> = {
  success: '#00c100',
  failed: '#e40303',
  canceled: '#868686',
  timeout: '#e40303',
};

export function toMattermost(message: ReplyMessage): MattermostMessage {
  const { job, outcome } = message;
  const url = jobUrl(message);
  const label = `job #${job.id}`;
  const link = url === undefined ? label : `[${label}](${url})`;
  const words = outcomeWords(message);
  const status = `${ICONS[outcome]} **${escapeMarkdown(jobName(message))}** ${words} · ${link}`;
  const text = isBlank(message.body) ? status : `${status}\n${fence(shownBody(message, BODY_LIMIT).text)}`;
  return {
    text: '',
    attachments: [{ color: COLOURS[outcome], fallback: `${jobName(message)} ${words}`, text }],
    props: { disable_mentions: true },
    skip_slack_parsing: true,
  };
}

/** Longer runs of ticks are broken by an invisible character, so that the fence need not outgrow the post. */
const LONGEST_TICKS = 20;

/** A fence is closed only by as many ticks as opened it (CommonMark). */
function fence(text: string): string {
  const broken = text.replace(/`{20}(?=`)/g, '$&\u200b');
  let ticks = '```';
  while (ticks.length <= LONGEST_TICKS && broken.includes(ticks)) ticks += '`';
  return `${ticks}\n${broken}\n${ticks}`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|>~<@:]/g, '\\$&');
}
