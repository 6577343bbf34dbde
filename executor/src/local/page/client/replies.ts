import { readMessage } from '@gitlab-chatops/shared/view';
import type { ChannelMessage, Run, Snapshot } from '../protocol.js';
import { el } from './dom.js';
import { namesOf } from './names.js';
import { renderPieces } from './pieces.js';

/** The two answers to one run side by side: ours, and GitLab's own as it would have been (design D12). */
export function renderReplies(run: Run, ours: readonly ChannelMessage[], snapshot: Snapshot): HTMLElement {
  return el(
    'section',
    { class: 'replies', 'aria-label': 'Replies' },
    el(
      'div',
      { class: 'reply-card ours' },
      el('h3', {}, 'Our reply'),
      ...(ours.length === 0
        ? [
            el(
              'p',
              { class: 'quiet' },
              isOver(run) ? 'None was posted to this channel.' : 'When the job ends.',
            ),
          ]
        : ours.flatMap((message) => renderPieces(readMessage(message, namesOf(snapshot))))),
    ),
    el(
      'div',
      { class: 'reply-card theirs' },
      el('h3', {}, 'What GitLab’s ChatOps would have posted'),
      ...renderTheirs(run, snapshot),
    ),
  );
}

function renderTheirs({ gitlabReply }: Run, snapshot: Snapshot): HTMLElement[] {
  if (gitlabReply.kind === 'waiting') return [el('p', { class: 'quiet' }, 'When the job ends.')];
  if (gitlabReply.kind === 'nothing') {
    return [el('p', { class: 'quiet' }, 'Nothing. ', gitlabReply.reason)];
  }
  return renderPieces(readMessage(gitlabReply, namesOf(snapshot)));
}

export function isOver({ state }: Run): boolean {
  return state === 'success' || state === 'failed' || state === 'canceled' || state === 'skipped';
}
