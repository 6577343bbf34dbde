import type { ChatVerdict } from '@gitlab-chatops/shared/chat';
import type { JobView } from './jobs/job.js';
import type { PostedReply } from './responder/posted.js';

/** What happens in the local GitLab, for pages and command lines in the same process. */
export type GitLabEvent =
  | {
      /** A slash command was answered. */
      readonly kind: 'command';
      readonly text: string;
      readonly answer: string;
      /** What the chain of steps decided, for commands that reached it. */
      readonly verdict?: ChatVerdict;
      /** Files of the working tree that could not be read. */
      readonly warnings: readonly string[];
      readonly jobId?: number;
    }
  | {
      /** A job was created (`from` absent) or changed its status. */
      readonly kind: 'job';
      readonly job: JobView;
      readonly from?: JobView['status'];
    }
  | {
      /** Bytes were added to a job's log. `start` 0 after more was there: the log begins anew. */
      readonly kind: 'trace';
      readonly jobId: number;
      readonly start: number;
      readonly bytes: Uint8Array;
    }
  | {
      /**
       * GitLab's own reply to the finished job. `view: 'posted'` went to the response_url; `view: 'without_driver'` is
       * what GitLab would have posted had the driver left the trace alone (design D12), for the eye only.
       */
      readonly kind: 'reply';
      readonly jobId: number;
      readonly view: 'posted' | 'without_driver';
      readonly reply: PostedReply;
    };

export type GitLabListener = (event: GitLabEvent) => void;

export class GitLabEvents {
  readonly #listeners = new Set<GitLabListener>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Returns the way to stop listening. */
  subscribe(listener: GitLabListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** A listener that throws harms neither the server nor the other listeners. */
  emit(event: GitLabEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
