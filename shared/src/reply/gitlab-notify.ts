import type { GitlabReply } from './gitlab-reply.js';
import type { Responder } from './gitlab-response.js';

/** GitLab looks for a reply section so often, this many seconds apart, before it gives up for good. */
export const NOTIFY_RETRIES = 150;
export const NOTIFY_INTERVAL = 2;

/** What GitLab's notifier does with a finished build of a chat pipeline. */
export type NotifyAction =
  | { readonly kind: 'none' }
  | { readonly kind: 'success'; readonly output: string }
  | { readonly kind: 'failure' }
  | { readonly kind: 'reschedule'; readonly inSeconds: number; readonly rescheduleCount: number }
  | { readonly kind: 'give_up'; readonly error: 'TimeoutExceeded' | 'ArgumentError' };

/**
 * One run of GitLab's notifier. The log is read only for a successful build.
 * Source: GitLab app/workers/chat_notification_worker.rb (retry: false).
 */
export function notifyAction(build: {
  /** null: the build is gone. */
  readonly status: string | null;
  readonly responder: Responder | null;
  readonly reply: () => GitlabReply;
  readonly rescheduleCount: number;
}): NotifyAction {
  if (build.status === null || build.responder === null) return { kind: 'none' };
  if (build.status !== 'success') return { kind: 'failure' };
  const reply = build.reply();
  if (reply.kind === 'reply') return { kind: 'success', output: reply.output };
  if (reply.kind === 'invalid_utf8') return { kind: 'give_up', error: 'ArgumentError' };
  if (build.rescheduleCount >= NOTIFY_RETRIES) return { kind: 'give_up', error: 'TimeoutExceeded' };
  return { kind: 'reschedule', inSeconds: NOTIFY_INTERVAL, rescheduleCount: build.rescheduleCount + 1 };
}
