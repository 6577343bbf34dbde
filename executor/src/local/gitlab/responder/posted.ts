import type { GitlabPost } from '@gitlab-chatops/shared/reply';

/** What GitLab's responder did about a finished job. */
export type PostedReply =
  | {
      readonly kind: 'post';
      readonly body: GitlabPost['body'];
      /** Absent where nothing was sent (the view without the driver). */
      readonly delivery?: Delivery;
    }
  /** The reply is empty: nothing is posted. */
  | { readonly kind: 'nothing' }
  /** No section for five minutes, or one that is not UTF-8: GitLab gives up without a word. */
  | { readonly kind: 'gave_up'; readonly error: 'TimeoutExceeded' | 'ArgumentError' };

/** GitLab looks at none of this: one post, no retry (app/workers/chat_notification_worker.rb). */
export type Delivery =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly reason: string };
