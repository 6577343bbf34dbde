import type { Json, JsonObject } from '../loopback/index.js';

export interface SlackUser {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
}

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'direct';
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  readonly members: readonly string[];
}

/** How a message came into the channel. */
export type MessageOrigin = 'person' | 'command' | 'command_answer' | 'response_url' | 'web_api' | 'slackbot';

/** A message as the workspace keeps it. `text` is mrkdwn with `&`, `<`, `>` as entities, as it was sent. */
export interface SlackMessage {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly origin: MessageOrigin;
  readonly text: string;
  readonly blocks?: readonly Json[];
  readonly attachments?: readonly Json[];
  readonly metadata?: JsonObject;
  /** ts of the thread's first message. */
  readonly threadTs?: string;
  /** Set for a message that only this user sees, now or never: it is not part of the channel's history. */
  readonly ephemeralTo?: string;
  /** ts of the edit; only a text edit shows as one, an edit with blocks does not. */
  readonly edited?: string;
}

export type SlackEvent =
  | { readonly kind: 'posted'; readonly message: SlackMessage }
  | { readonly kind: 'changed'; readonly message: SlackMessage };

/** The content an app sends, by whichever door. */
export interface MessageContent {
  readonly text: string;
  readonly blocks?: readonly Json[];
  readonly attachments?: readonly Json[];
  readonly metadata?: JsonObject;
}
