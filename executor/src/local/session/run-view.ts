import type { JobView, PostedReply } from '../gitlab/index.js';
import type { GitLabReply, Run } from '../page/index.js';

/** What the session noted about a job beside GitLab's own row. */
export interface RunNotes {
  /** CHAT_INPUT */
  readonly input?: string;
  readonly gitlabReply?: GitLabReply;
}

/** A job of GitLab as the page shows it. */
export function viewRun(job: JobView, notes: RunNotes): Run {
  return {
    id: job.id,
    name: job.name,
    ...(notes.input === undefined ? {} : { input: notes.input }),
    state: job.status,
    createdAt: Date.parse(job.createdAt),
    ...(job.startedAt === null ? {} : { startedAt: Date.parse(job.startedAt) }),
    ...(job.finishedAt === null ? {} : { finishedAt: Date.parse(job.finishedAt) }),
    ...(job.exitCode === null ? {} : { exitStatus: job.exitCode }),
    ...(job.failureReason === null ? {} : { failureReason: job.failureReason }),
    gitlabReply: notes.gitlabReply ?? { kind: 'waiting' },
  };
}

/** GitLab's own reply without our driver, in words (design D12). */
export function viewReply(reply: PostedReply): GitLabReply {
  if (reply.kind === 'nothing') {
    return { kind: 'nothing', reason: 'The reply is empty, and GitLab posts no empty reply.' };
  }
  if (reply.kind === 'gave_up') {
    return {
      kind: 'nothing',
      reason:
        reply.error === 'TimeoutExceeded'
          ? 'GitLab finds no section with a reply in the log, waits five minutes and gives up without a word.'
          : 'The reply is not valid UTF-8, and GitLab gives up without a word.',
    };
  }
  const { body } = reply;
  if ('text' in body) return { kind: 'message', text: body.text };
  return {
    kind: 'message',
    text: '',
    attachments: body.attachments.map((one) => ({
      ...one,
      fields: one.fields.map((field) => ({ ...field })),
    })),
  };
}
