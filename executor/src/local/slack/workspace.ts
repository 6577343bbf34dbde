import type { MessageContent, SlackChannel, SlackEvent, SlackMessage, SlackUser } from './message.js';

export interface WorkspaceSeed {
  readonly team: { readonly id: string; readonly domain: string; readonly name: string };
  readonly users: readonly SlackUser[];
  readonly channels: readonly SlackChannel[];
}

/** A message that has no ts yet. */
export type Draft = Omit<SlackMessage, 'ts'>;

/** People, channels and messages of one workspace, in memory; knows no HTTP and no app. */
export class Workspace {
  readonly team: WorkspaceSeed['team'];
  readonly #now: () => number;
  readonly #users: ReadonlyMap<string, SlackUser>;
  readonly #channels: Map<string, SlackChannel>;
  readonly #messages: SlackMessage[] = [];
  readonly #listeners = new Set<(event: SlackEvent) => void>();
  #lastMicroseconds = 0;

  constructor(seed: WorkspaceSeed, now: () => number) {
    this.team = seed.team;
    this.#now = now;
    this.#users = new Map(seed.users.map((user) => [user.id, user]));
    this.#channels = new Map(seed.channels.map((channel) => [channel.id, channel]));
  }

  get users(): readonly SlackUser[] {
    return [...this.#users.values()];
  }

  get channels(): readonly SlackChannel[] {
    return [...this.#channels.values()];
  }

  user(id: string): SlackUser | undefined {
    return this.#users.get(id);
  }

  channel(id: string): SlackChannel | undefined {
    return this.#channels.get(id);
  }

  /** The conversation between an app's bot user and a person; opened when there is none. */
  directChannel(bot: string, person: string): SlackChannel {
    const id = `D${person.slice(1)}`;
    const known = this.#channels.get(id);
    if (known !== undefined) return known;
    const opened: SlackChannel = {
      id,
      name: 'directmessage',
      kind: 'direct',
      isPrivate: true,
      isArchived: false,
      members: [bot, person],
    };
    this.#channels.set(id, opened);
    return opened;
  }

  post(draft: Draft): SlackMessage {
    const message = { ...draft, ts: this.#nextTs() };
    this.#messages.push(message);
    this.#emit({ kind: 'posted', message });
    return message;
  }

  /** Puts new content in a message's place; undefined parts are removed, `metadata` stays unless sent. */
  replace(message: SlackMessage, content: MessageContent, options: { markEdited: boolean }): SlackMessage {
    const { blocks: _blocks, attachments: _attachments, edited: _edited, ...rest } = message;
    const changed: SlackMessage = {
      ...rest,
      ...content,
      ...(options.markEdited ? { edited: this.#nextTs() } : {}),
    };
    const index = this.#messages.findIndex((one) => one.ts === message.ts);
    this.#messages[index] = changed;
    this.#emit({ kind: 'changed', message: changed });
    return changed;
  }

  find(channel: string, ts: string): SlackMessage | undefined {
    return this.#messages.find((one) => one.channel === channel && one.ts === ts);
  }

  /** Everything a person's screen shows, ephemeral messages too, oldest first. */
  screen(): readonly SlackMessage[] {
    return this.#messages;
  }

  /** What the Web API can read of a channel, oldest first: ephemeral messages are not stored. */
  history(channel: string): readonly SlackMessage[] {
    return this.#messages.filter((one) => one.channel === channel && one.ephemeralTo === undefined);
  }

  /** Returns the way to stop listening. */
  subscribe(listener: (event: SlackEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #emit(event: SlackEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Seconds and microseconds, unique and rising: a ts is also the message's id. */
  #nextTs(): string {
    this.#lastMicroseconds = Math.max(this.#now() * 1_000, this.#lastMicroseconds + 1);
    const micro = String(Math.trunc(this.#lastMicroseconds)).padStart(7, '0');
    return `${micro.slice(0, -6)}.${micro.slice(-6)}`;
  }
}
