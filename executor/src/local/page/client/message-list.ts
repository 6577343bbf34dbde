import { readMessage } from '@gitlab-chatops/shared/view';
import type { ChannelMessage, Snapshot } from '../protocol.js';
import { el, stickToEnd } from './dom.js';
import { namesOf } from './names.js';
import { renderPieces } from './pieces.js';

/** The channel's messages: role `log` named `Channel`, one article each, oldest first. */
export class MessageList {
  readonly element: HTMLElement;
  readonly #follow: () => void;
  readonly #onRun: (id: number) => void;
  readonly #articles = new Map<string, HTMLElement>();
  #snapshot: Snapshot | undefined;

  constructor(onRun: (id: number) => void) {
    this.#onRun = onRun;
    this.element = el('div', { role: 'log', 'aria-label': 'Channel', class: 'messages', tabindex: '0' });
    this.#follow = stickToEnd(this.element);
  }

  get isEmpty(): boolean {
    return this.#articles.size === 0;
  }

  reset(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#articles.clear();
    this.element.replaceChildren();
    for (const message of snapshot.messages) this.show(message);
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** Adds a message, or puts a changed one in its place. */
  show(message: ChannelMessage): void {
    const article = this.#article(message);
    const old = this.#articles.get(message.ts);
    if (old === undefined) this.element.append(article);
    else old.replaceWith(article);
    this.#articles.set(message.ts, article);
    this.#follow();
  }

  #article(message: ChannelMessage): HTMLElement {
    const snapshot = this.#snapshot;
    const person = snapshot?.people[message.user];
    const name = person?.name ?? message.user;
    const names =
      snapshot === undefined ? { user: () => undefined, channel: () => undefined } : namesOf(snapshot);
    const classes = ['message', message.isEphemeral ? 'ephemeral' : '', message.isReply ? 'reply' : ''];
    return el(
      'article',
      { class: classes.filter(Boolean).join(' '), 'aria-label': `${name}, ${clock(message.ts)}` },
      el('span', { class: `avatar ${this.#kindOf(message.user)}`, 'aria-hidden': 'true' }, initial(name)),
      el(
        'div',
        { class: 'content' },
        el('header', {}, ...this.#headerOf(message, name, person?.isBot ?? false)),
        el(
          'div',
          { class: message.origin === 'command' ? 'body command' : 'body' },
          ...renderPieces(readMessage(message, names)),
        ),
      ),
    );
  }

  #kindOf(user: string): 'person' | 'ours' | 'app' {
    if (user === this.#snapshot?.ourBot) return 'ours';
    return this.#snapshot?.people[user]?.isBot ? 'app' : 'person';
  }

  #headerOf(message: ChannelMessage, name: string, isBot: boolean): (Node | string)[] {
    const notes: string[] = [];
    if (message.isEphemeral) notes.push('Only visible to you');
    if (message.isDirect) notes.push('Direct message to you');
    if (message.isReply) notes.push('In a thread');
    if (message.isEdited) notes.push('edited');
    if (message.origin === 'response_url') notes.push('through the response_url');
    const time = new Date(Number(message.ts) * 1_000);
    return [
      el('strong', { class: 'who' }, name),
      ...(isBot ? [el('span', { class: 'badge' }, 'App')] : []),
      el('time', { datetime: time.toISOString() }, clock(message.ts)),
      ...notes.map((note) => el('span', { class: 'note' }, note)),
      ...(message.runId === undefined ? [] : [this.#runButton(message.runId)]),
    ];
  }

  #runButton(id: number): HTMLElement {
    const button = el('button', { type: 'button', class: 'run-link' }, `Job #${id}`);
    button.addEventListener('click', () => this.#onRun(id));
    return button;
  }
}

function initial(name: string): string {
  return [...name][0]?.toUpperCase() ?? '?';
}

function clock(ts: string): string {
  return new Date(Number(ts) * 1_000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
