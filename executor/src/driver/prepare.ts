import { buildReply, createMaskSet, type ReplyMessage } from '@gitlab-chatops/shared/reply';
import { type DriverContext, exitStatuses } from './context.js';
import { thaw } from './frozen.js';
import { sendReply } from './reply.js';
import { jobOf } from './run.js';
import { JobState } from './state.js';

/**
 * prepare_exec of a job that is refused (design D6): one sentence in the job's log, the same in the channel, and the
 * exit status that makes it final.
 */
export async function refuse(context: DriverContext): Promise<number> {
  const { frozen, job } = thaw(context.environment);
  const { facts } = job;
  const names = facts.secretsInInput.map(({ name }) => name).join(', ');
  const sentence =
    `What was typed in chat would show the value of ${names}, not public in this job. ` +
    'The job did not run. Type no $NAME of a secret; the settings can allow it (allow_secret_input).';
  context.complain(`${sentence} (DRIVER_SECRET_IN_INPUT)`);
  const statePath = context.environment.CHATOPS_JOB_STATE;
  if (statePath !== undefined && statePath !== '') {
    const finished = { callerId: facts.chat.callerId, job: jobOf(facts), outcome: 'failed' as const };
    const content: Pick<ReplyMessage, 'source' | 'body'> = { source: 'output', body: sentence };
    const message = buildReply(finished, content, createMaskSet(facts.masks));
    await sendReply(message, new JobState(statePath), { frozen, job }, context);
  }
  return exitStatuses(context.environment).buildFailure;
}
