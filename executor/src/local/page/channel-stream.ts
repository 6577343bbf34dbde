import type { ServerResponse } from 'node:http';
import type { LocalSlack, SlackMessage } from '../slack/index.js';
import { EventStream } from './event-stream.js';
import type { RunFeed } from './ports.js';
import type { ChannelEvents, ChannelMessage, Snapshot, TypedAnswer } from './protocol.js';
import { runOfMessage } from './run-of-message.js';

export interface ChannelParts {
  readonly slack: LocalSlack;
  readonly feed: RunFeed;
  readonly project: string;
  readonly command: string;
  /** What happens with a line that a person types. */
  readonly type: (text: string) => Promise<TypedAnswer>;
}

/** The channel as events: everything at once when a page opens or comes back, then what changes. */
export function streamChannel(response: ServerResponse, parts: ChannelParts): void {
  const { slack, feed } = parts;
  const stream = new EventStream<ChannelEvents>(response);
  stream.send('snapshot', snapshot(parts));
  const leaveSlack = slack.workspace.subscribe(({ message }) => {
    if (isOnScreen(message, slack)) stream.send('message', channelMessage(message));
  });
  const leaveFeed = feed.subscribe((change) => {
    if (change === 'jobs') stream.send('jobs', feed.jobs());
    else stream.send('run', change);
  });
  stream.onClose(() => {
    leaveSlack();
    leaveFeed();
  });
}

function snapshot({ slack, feed, project, command }: ChannelParts): Snapshot {
  const { workspace } = slack;
  return {
    project,
    channel: slack.channel.name,
    command,
    people: Object.fromEntries(workspace.users.map(({ id, name, isBot }) => [id, { name, isBot }])),
    channels: Object.fromEntries(workspace.channels.map(({ id, name }) => [id, name])),
    you: slack.person.id,
    ourBot: slack.app.userId,
    messages: workspace
      .screen()
      .filter((message) => isOnScreen(message, slack))
      .map(channelMessage),
    runs: feed.runs(),
    jobs: feed.jobs(),
  };
}

/** The channel and the app's direct messages to the person: one screen for both, nothing gets lost. */
function isOnScreen(message: SlackMessage, { channel, person, workspace }: LocalSlack): boolean {
  if (message.ephemeralTo !== undefined && message.ephemeralTo !== person.id) return false;
  if (message.channel === channel.id) return true;
  const place = workspace.channel(message.channel);
  return place?.kind === 'direct' && place.members.includes(person.id);
}

function channelMessage(message: SlackMessage): ChannelMessage {
  const runId = runOfMessage(message);
  return {
    ts: message.ts,
    user: message.user,
    origin: message.origin,
    text: message.text,
    ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
    ...(message.attachments === undefined ? {} : { attachments: message.attachments }),
    isEphemeral: message.ephemeralTo !== undefined,
    isDirect: message.channel.startsWith('D'),
    isReply: message.threadTs !== undefined,
    isEdited: message.edited !== undefined,
    ...(runId === undefined ? {} : { runId }),
  };
}
