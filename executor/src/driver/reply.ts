import { CodedError } from '@gitlab-chatops/shared/errors';
import {
  type DeliveryOutcome,
  decisiveSection,
  type ReplyMessage,
  type ReplyPort,
  toGitlabFallback,
} from '@gitlab-chatops/shared/reply';
import type { DriverContext } from './context.js';
import type { Frozen, ReceivedJob } from './frozen.js';
import type { JobState } from './state.js';

/** Posts a job's one reply. False when it was another call's to post, or was posted before. */
export async function sendReply(
  message: ReplyMessage,
  state: JobState,
  { frozen, job }: { readonly frozen: Frozen; readonly job: ReceivedJob },
  context: DriverContext,
): Promise<DeliveryOutcome | undefined> {
  if (!state.claimReply()) return undefined;
  // GitLab says "Sorry, the build failed!" by itself; some want to hear it once only (design D4).
  if (message.outcome !== 'success' && frozen.policy.onFailure === 'gitlab') {
    state.recordReply({ kind: 'withheld' });
    return undefined;
  }
  const outcome = await attempt(
    () => context.replies.open(frozen.policy, frozen.slack, job.facts),
    (port) => port.post(message),
  );
  state.recordReply({ kind: 'done', outcome, message });
  if (outcome.kind !== 'sent')
    context.complain(`The reply was not delivered: ${outcome.message} (${outcome.code})`);
  return outcome;
}

/** Corrects a reply that turned out wrong: the job failed after its last user step. */
export async function correctReply(
  posted: { readonly channel: string; readonly ts: string },
  message: ReplyMessage,
  { frozen, job }: { readonly frozen: Frozen; readonly job: ReceivedJob },
  context: DriverContext,
): Promise<DeliveryOutcome> {
  return attempt(
    () => context.replies.open(frozen.policy, frozen.slack, job.facts),
    (port) => port.update(posted, message),
  );
}

/** What fails before a request could leave is certainly not sent; anything unforeseen may have been. */
async function attempt(
  open: () => Promise<ReplyPort>,
  act: (port: ReplyPort) => Promise<DeliveryOutcome>,
): Promise<DeliveryOutcome> {
  let port: ReplyPort;
  try {
    port = await open();
  } catch (error) {
    return { kind: 'failed', ...described(error) };
  }
  try {
    return await act(port);
  } catch (error) {
    return { kind: 'ambiguous', ...described(error) };
  }
}

function described(error: unknown): { code: string; message: string } {
  if (error instanceof CodedError) return { code: error.code, message: error.message };
  return { code: 'DRIVER_DELIVERY', message: error instanceof Error ? error.message : String(error) };
}

/**
 * The section that GitLab takes for the reply (design D4): holding ours only when it was certainly not delivered and
 * GitLab will still post one, that is of a job that succeeded, within the half hour. It is printed when
 * cleanup_file_variables begins; Runners that have no such stage (before 13.5) write no job response either (14.1),
 * and their jobs are not answered.
 */
export function decideSection(
  outcome: DeliveryOutcome | undefined,
  message: ReplyMessage,
  windowOpen: boolean,
  now: number,
): Uint8Array {
  const carry = outcome?.kind === 'failed' && message.outcome === 'success' && windowOpen;
  return decisiveSection(
    carry ? { kind: 'reply', text: toGitlabFallback(message) } : { kind: 'empty' },
    now / 1000,
  );
}
