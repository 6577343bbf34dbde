import { type ApiAnswer, fail, failWith } from '../answer.js';
import type { ApiContext } from '../app.js';
import type { ApiArguments } from '../arguments.js';
import type { SlackChannel } from '../message.js';

/** The channel named by the call, or Slack's refusal. A user id means the app's direct conversation with them. */
export function findChannel(args: ApiArguments, context: ApiContext): SlackChannel | ApiAnswer {
  const named = args.text('channel');
  if (named === undefined) return failWith('invalid_arguments', ['missing required field: channel']);
  const { workspace, app } = context;
  const person = workspace.user(named);
  if (person !== undefined && !person.isBot) return workspace.directChannel(app.userId, person.id);
  const id = named.startsWith('#') ? idOfName(context, named.slice(1)) : named;
  const channel = id === undefined ? undefined : workspace.channel(id);
  if (channel === undefined || (channel.isPrivate && !channel.members.includes(app.userId))) {
    // A private channel that the bot is not in does not exist for it.
    return fail('channel_not_found');
  }
  return channel;
}

function idOfName({ workspace }: ApiContext, name: string): string | undefined {
  return workspace.channels.find((channel) => channel.kind === 'channel' && channel.name === name)?.id;
}

export function isAnswer(value: SlackChannel | ApiAnswer): value is ApiAnswer {
  return 'ok' in value;
}

/** Posting needs membership, except in public channels with `chat:write.public`. */
export function mayPost(channel: SlackChannel, { app }: ApiContext): ApiAnswer | undefined {
  if (channel.isArchived) return fail('is_archived');
  if (channel.members.includes(app.userId) || app.scopes.includes('chat:write.public')) return undefined;
  return fail('not_in_channel');
}

/** Reading needs membership, whatever the scopes. */
export function mayRead(channel: SlackChannel, { app }: ApiContext): ApiAnswer | undefined {
  return channel.members.includes(app.userId) ? undefined : fail('not_in_channel');
}
