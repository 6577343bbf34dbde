import type { Problem } from '@gitlab-chatops/shared/errors';
import type { RunEvent } from '@gitlab-chatops/shared/simulation';

type EventOf<Kind extends RunEvent['event']> = Extract<RunEvent, { event: Kind }>;

/** What is known of a run so far, besides its log. */
export interface RunView {
  readonly answer?: EventOf<'answer'>;
  readonly job?: EventOf<'job'>;
  /** Ours, in the order of their first appearance, each as it was last. */
  readonly replies: readonly EventOf<'reply'>[];
  readonly gitlabReply?: EventOf<'gitlab_reply'>['reply'];
  readonly problems: readonly EventOf<'problem'>[];
  readonly end?: EventOf<'end'>;
  /** The process that runs the job broke off. */
  readonly trouble?: Problem;
}

export const BEGUN: RunView = { replies: [], problems: [] };

export function nextView(view: RunView, event: RunEvent): RunView {
  switch (event.event) {
    case 'answer':
      return { ...view, answer: event };
    case 'job':
      return { ...view, job: event };
    case 'reply':
      return { ...view, replies: withReply(view.replies, event) };
    case 'gitlab_reply':
      return { ...view, gitlabReply: event.reply };
    case 'problem':
      return { ...view, problems: [...view.problems, event] };
    case 'end':
      return { ...view, end: event };
    case 'begin':
    case 'trace':
      return view;
  }
}

function withReply(replies: RunView['replies'], reply: EventOf<'reply'>): RunView['replies'] {
  const at = replies.findIndex(({ ts }) => ts === reply.ts);
  return at < 0 ? [...replies, reply] : replies.with(at, reply);
}
