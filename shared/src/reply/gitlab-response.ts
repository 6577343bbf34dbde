/** The most bytes of a reply that GitLab posts (3.5 KiB, inclusive). Source: GitLab lib/gitlab/chat/responder/slack.rb. */
export const GITLAB_REPLY_LIMIT = 3_584;

/** A finished job of a chat pipeline, as GitLab's responders see it. */
export interface RespondedJob {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  /** Chat service's id of the caller, for the Slack mention. */
  readonly callerId: string;
  /** The GitLab user who called, for Mattermost. */
  readonly user: { readonly name: string; readonly url: string };
}

/** What GitLab posts to the `response_url`: JSON text as body. */
export interface GitlabPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: SlackBody | MattermostBody;
}

export interface SlackBody {
  readonly text: string;
  readonly response_type: 'in_channel';
}

export interface MattermostBody {
  readonly response_type: 'in_channel';
  readonly attachments: readonly {
    readonly color: string;
    readonly text: string;
    readonly fields: readonly { readonly short: boolean; readonly title: string; readonly value: string }[];
  }[];
}

/** Which of GitLab's two responders a `response_url` gets; null where it gets none. */
export type Responder = 'Slack' | 'Mattermost';

/** By prefix, scheme and slash included; every other URL is Mattermost. Source: GitLab lib/gitlab/chat/responder.rb. */
export function responderFor(responseUrl: string | null): Responder | null {
  if (responseUrl === null) return null;
  return responseUrl.startsWith('https://hooks.slack.com/') ? 'Slack' : 'Mattermost';
}

/**
 * GitLab's message for a successful job; null for an empty reply: nothing is posted (a reply of spaces is posted).
 * Source: GitLab lib/gitlab/chat/responder/slack.rb and mattermost.rb (success).
 */
export function gitlabSuccess(responseUrl: string, job: RespondedJob, output: string): GitlabPost | null {
  if (output === '') return null;
  const tooLarge = new TextEncoder().encode(output).length > GITLAB_REPLY_LIMIT;
  if (responderFor(responseUrl) === 'Slack') {
    return slackPost(responseUrl, job, tooLarge ? `<${job.url}|${TOO_LARGE}>` : output);
  }
  const shown = tooLarge ? TOO_LARGE : output.replaceAll(COLOUR, '');
  return mattermostPost(responseUrl, job, {
    color: '#00c100',
    ending: ' completed successfully',
    more: [{ short: false, title: 'Output', value: `\`\`\`shell\n${shown}\n\`\`\`` }],
  });
}

/** GitLab's message for a job that ended in any other way, canceled included: its output is not shown. */
export function gitlabFailure(responseUrl: string, job: RespondedJob): GitlabPost {
  if (responderFor(responseUrl) === 'Slack') {
    return slackPost(responseUrl, job, `<${job.url}|Sorry, the build failed!>`);
  }
  return mattermostPost(responseUrl, job, { color: '#e40303', ending: ' failed!', more: [] });
}

const TOO_LARGE = 'The output is too large to be sent back directly!';
/** Mattermost only: colour sequences go, every other escape sequence stays. */
const COLOUR = /\x1b\[[0-9;]*m/g;

/** The reply is not escaped: `<!channel>` in a job's output calls everybody. */
function slackPost(url: string, job: RespondedJob, text: string): GitlabPost {
  return {
    url,
    headers: { Accept: 'application/json' },
    body: { text: `<@${job.callerId}>: ${text}`, response_type: 'in_channel' },
  };
}

type Field = MattermostBody['attachments'][number]['fields'][number];

function mattermostPost(
  url: string,
  job: RespondedJob,
  { color, ending, more }: { color: string; ending: string; more: readonly Field[] },
): GitlabPost {
  const fields = [
    { short: true, title: 'ID', value: `[#${job.id}](${job.url})` },
    { short: true, title: 'Name', value: job.name },
    ...more,
  ];
  const text = `ChatOps job started by [${job.user.name}](${job.user.url})${ending}`;
  return {
    url,
    headers: { 'Content-Type': 'application/json' },
    body: { response_type: 'in_channel', attachments: [{ color, text, fields }] },
  };
}
