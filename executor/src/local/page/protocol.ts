import type { Json } from '@gitlab-chatops/shared/json';

/** What travels between the page's server and its browser side, as JSON. */

/** A person or bot, by id. */
export type PeopleById = Readonly<Record<string, { readonly name: string; readonly isBot: boolean }>>;

export interface ChannelMessage {
  /** Unique and rising: order and identity. */
  readonly ts: string;
  readonly user: string;
  readonly origin: 'person' | 'command' | 'command_answer' | 'response_url' | 'web_api' | 'slackbot';
  readonly text: string;
  readonly blocks?: readonly Json[];
  readonly attachments?: readonly Json[];
  readonly isEphemeral: boolean;
  /** In the app's direct conversation with the person, not in the channel. */
  readonly isDirect: boolean;
  readonly isReply: boolean;
  readonly isEdited: boolean;
  /** The job this message answers for, when it says so. */
  readonly runId?: number;
}

/** GitLab's job status (app/models/concerns/ci/has_status.rb), as far as a chat job can have it. */
export type RunState =
  | 'pending'
  | 'running'
  | 'canceling'
  | 'success'
  | 'failed'
  | 'canceled'
  | 'skipped'
  | 'manual'
  | 'scheduled';

/** What GitLab's own ChatOps would have posted for a run. */
export type GitLabReply =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'message'; readonly text: string; readonly attachments?: readonly Json[] }
  /** Nothing; `reason` says which rule of GitLab's decides so. */
  | { readonly kind: 'nothing'; readonly reason: string };

/** One chat job, from pending to its end. */
export interface Run {
  /** The job's id. */
  readonly id: number;
  readonly name: string;
  /** CHAT_INPUT; absent without arguments. */
  readonly input?: string;
  readonly state: RunState;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** Exit status of the user's script, when it failed with one. */
  readonly exitStatus?: number;
  /** GitLab's failure reason, e.g. `script_failure`. */
  readonly failureReason?: string;
  readonly gitlabReply: GitLabReply;
}

/** A job of the repository's configuration, and whether chat can run it now. */
export interface ListedJob {
  readonly name: string;
  readonly stage: string;
  readonly description?: string;
  /** What its reachability hangs on, when it does. */
  readonly note?: string;
  /** Why chat cannot run it, in one sentence; absent: it can. */
  readonly refusal?: string;
}

/** Everything a page shows when it opens or reconnects. */
export interface Snapshot {
  readonly project: string;
  readonly channel: string;
  /** The slash command this project answers to, e.g. `/project`. */
  readonly command: string;
  readonly people: PeopleById;
  readonly channels: Readonly<Record<string, string>>;
  /** Whose screen this is. */
  readonly you: string;
  /** The bot user that posts our replies. */
  readonly ourBot: string;
  readonly messages: readonly ChannelMessage[];
  readonly runs: readonly Run[];
  readonly jobs: readonly ListedJob[];
}

/** Events of `/events`, by name. */
export interface ChannelEvents {
  readonly snapshot: Snapshot;
  readonly message: ChannelMessage;
  readonly run: Run;
  readonly jobs: readonly ListedJob[];
}

/** Events of a trace stream: bytes as base64, so that a chunk may end inside a character. */
export interface TraceEvents {
  readonly chunk: { readonly offset: number; readonly data: string };
  /** The log begins anew: what came so far is void. */
  readonly restart: Readonly<Record<string, never>>;
  readonly end: { readonly size: number };
}

/** Answer to a typed line. */
export type TypedAnswer =
  | { readonly kind: 'message' | 'command' }
  /** The composer keeps the text. */
  | { readonly kind: 'failed'; readonly error: string; readonly sentence: string };
