import { drawPieces, type MessageBody, type Names, readMessage } from '@gitlab-chatops/shared/view';
import type { PanelState } from '../../simulation/reply/panel-state.js';
import { el } from '../dom.js';

export interface AppMessage {
  /** Who posted it. */
  readonly app: string;
  readonly message: MessageBody;
  /** e.g. that only the caller sees it. */
  readonly note?: string;
}

/** A message of an app, as Slack shows it in a channel. */
export function drawMessage(state: PanelState, { app, message, note }: AppMessage): HTMLElement {
  const body = drawPieces<HTMLElement>(readMessage(message, namesOf(state)), el);
  return el(
    'article',
    { class: note === undefined ? 'message' : 'message ephemeral' },
    note === undefined ? undefined : el('p', { class: 'note' }, note),
    el('span', { class: 'avatar app', 'aria-hidden': 'true' }, app.slice(0, 1)),
    el(
      'div',
      { class: 'content' },
      el(
        'header',
        {},
        el('strong', {}, app),
        el('span', { class: 'badge' }, 'APP'),
        el('time', {}, state.time),
      ),
      el('div', { class: 'body' }, ...body),
    ),
  );
}

/** The command as its caller sees it stand in the channel. */
export function drawTyped({ typed, user, time }: PanelState): HTMLElement {
  return el(
    'article',
    { class: 'message' },
    el('span', { class: 'avatar', 'aria-hidden': 'true' }, user.name.slice(0, 1).toUpperCase()),
    el(
      'div',
      { class: 'content' },
      el('header', {}, el('strong', {}, user.name), el('time', {}, time)),
      el('div', { class: 'body command' }, typed),
    ),
  );
}

function namesOf({ user, channel }: PanelState): Names {
  return {
    user: (id) => (id === user.id ? user.name : undefined),
    channel: (id) => (id === channel.id ? channel.name : undefined),
  };
}
