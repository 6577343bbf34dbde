import type { CollectedReply } from './collect/collector.js';
import { type MaskSet, maskText } from './masking/masker.js';
import type { ReplyMessage } from './message.js';

/** What is known of a finished job, besides its output. */
export type FinishedJob = Pick<ReplyMessage, 'callerId' | 'job' | 'outcome' | 'exitStatus'>;

/**
 * The reply to a chat command, the same for every chat service. The body has been masked where it was collected; the
 * job's name is masked here, since a name may hold a variable.
 */
export function buildReply(finished: FinishedJob, reply: CollectedReply, masks: MaskSet): ReplyMessage {
  const { callerId, job, outcome, exitStatus } = finished;
  return {
    ...(callerId === undefined ? {} : { callerId }),
    job: { ...job, name: maskText(job.name, masks) },
    outcome,
    ...(outcome === 'failed' && exitStatus !== undefined ? { exitStatus } : {}),
    ...reply,
  };
}
