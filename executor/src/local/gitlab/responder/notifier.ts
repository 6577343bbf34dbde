import {
  type GitlabPost,
  type GitlabReply,
  gitlabFailure,
  gitlabReply,
  gitlabSuccess,
  type NotifyAction,
  notifyAction,
  type RespondedJob,
  responderFor,
} from '@gitlab-chatops/shared/reply';
import { type GitLabInstance, urlsOf } from '../instance.js';
import type { ChatData, Job } from '../jobs/job.js';
import { traceBeforeRename } from './before-rename.js';
import { postToResponseUrl } from './post.js';
import type { PostedReply } from './posted.js';

/** What the notifier needs besides the instance. */
export interface NotifierPorts {
  /** A response_url as GitLab would know it: that of the local Slack counts as one of hooks.slack.com. */
  readonly knownUrl: (responseUrl: string) => string;
  /** A job's trace without the driver's changes, where somebody handed it over. */
  readonly handedOver: (jobId: number) => Uint8Array | undefined;
  readonly onError: (error: unknown) => void;
}

/**
 * GitLab's own answer to a finished chat job (app/workers/chat_notification_worker.rb): from the trace as it is, posted
 * to the response_url; and, for the eye, what it would have been without our driver.
 */
export class Notifier {
  readonly #instance: GitLabInstance;
  readonly #ports: NotifierPorts;
  readonly #waiting = new Set<() => void>();

  constructor(instance: GitLabInstance, ports: NotifierPorts) {
    this.#instance = instance;
    this.#ports = ports;
  }

  /** Never throws: a Runner's last update must not fail for what happens here. */
  finished(job: Job): void {
    const { chat } = job.pipeline;
    if (chat === undefined) return;
    try {
      this.#showWithoutDriver(job, chat);
    } catch (error) {
      this.#ports.onError(error);
    }
    // The trace of a finished job does not change, so it is read once however often GitLab looks.
    let reply: GitlabReply | undefined;
    const read = () => {
      reply ??= gitlabReply(job.trace.read());
      return reply;
    };
    this.#try(job, chat, read, 0);
  }

  close(): void {
    for (const callOff of this.#waiting) callOff();
    this.#waiting.clear();
  }

  #try(job: Job, chat: ChatData, reply: () => GitlabReply, rescheduleCount: number): void {
    this.#attempt(job, chat, reply, rescheduleCount).catch(this.#ports.onError);
  }

  async #attempt(job: Job, chat: ChatData, reply: () => GitlabReply, rescheduleCount: number): Promise<void> {
    const action = this.#action(job, chat, reply, rescheduleCount);
    if (action.kind === 'reschedule') {
      const callOff = this.#instance.clock.after(action.inSeconds * 1_000, () => {
        this.#waiting.delete(callOff);
        this.#try(job, chat, reply, action.rescheduleCount);
      });
      this.#waiting.add(callOff);
      return;
    }
    const decided = this.#reply(job, chat, action);
    if (decided === undefined) return;
    const { reply: shown, post } = decided;
    if (shown.kind !== 'post' || post === undefined) return this.#emit(job, 'posted', shown);
    const delivery = await postToResponseUrl({ ...post, url: chat.responseUrl }, this.#instance.closing);
    if (!this.#instance.closing.aborted) this.#emit(job, 'posted', { ...shown, delivery });
  }

  #showWithoutDriver(job: Job, chat: ChatData): void {
    const trace = () => this.#ports.handedOver(job.id) ?? traceBeforeRename(job.trace.read());
    const action = this.#action(job, chat, () => gitlabReply(trace()), 0);
    // Nothing will be added to this trace: what GitLab would wait five minutes for is known now.
    const settled: NotifyAction =
      action.kind === 'reschedule' ? { kind: 'give_up', error: 'TimeoutExceeded' } : action;
    const decided = this.#reply(job, chat, settled);
    if (decided !== undefined) this.#emit(job, 'without_driver', decided.reply);
  }

  #action(job: Job, chat: ChatData, reply: () => GitlabReply, rescheduleCount: number): NotifyAction {
    const responder = responderFor(this.#ports.knownUrl(chat.responseUrl));
    return notifyAction({ status: job.status, responder, reply, rescheduleCount });
  }

  #reply(
    job: Job,
    chat: ChatData,
    action: NotifyAction,
  ): { readonly reply: PostedReply; readonly post?: GitlabPost } | undefined {
    const url = this.#ports.knownUrl(chat.responseUrl);
    switch (action.kind) {
      case 'none':
      case 'reschedule':
        return undefined;
      case 'give_up':
        return { reply: { kind: 'gave_up', error: action.error } };
      case 'failure':
        return posted(gitlabFailure(url, this.#respondedJob(job, chat)));
      case 'success':
        return posted(gitlabSuccess(url, this.#respondedJob(job, chat), action.output));
    }
  }

  #respondedJob(job: Job, { chatUserId }: ChatData): RespondedJob {
    const { user } = job.pipeline;
    return {
      id: job.id,
      name: job.plan.name,
      url: urlsOf(this.#instance, job).job,
      callerId: chatUserId,
      user: { name: user.name, url: `${this.#instance.webUrl()}/${user.login}` },
    };
  }

  #emit(job: Job, view: 'posted' | 'without_driver', reply: PostedReply): void {
    this.#instance.events.emit({ kind: 'reply', jobId: job.id, view, reply });
  }
}

function posted(post: GitlabPost | null): { readonly reply: PostedReply; readonly post?: GitlabPost } {
  if (post === null) return { reply: { kind: 'nothing' } };
  return { reply: { kind: 'post', body: post.body }, post };
}
