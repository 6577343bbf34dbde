import { buildReply, createMaskSet, ReplyCollector, type ReplyMessage } from '@gitlab-chatops/shared/reply';
import { TERMINAL_SIZE } from '../pty/index.js';
import type { DriverContext } from './context.js';
import { thaw } from './frozen.js';
import { endedOutcome } from './outcome.js';
import { correctReply, sendReply } from './reply.js';
import { jobOf } from './run.js';
import { JobState, PREPARE_ATTEMPTS, type Progress } from './state.js';

/**
 * cleanup_exec of a chat job whose reply is ours: sends what was not sent (abort, timeout, failed clone), corrects
 * what turned out wrong, forgets the job. May be called again, after any or no other call, and while a run_exec still
 * runs: the claim in the state folder lets only one of them post. GitLab shows the job as running until this ends.
 */
export async function cleanup(context: DriverContext): Promise<number> {
  const { environment } = context;
  const statePath = environment.CHATOPS_JOB_STATE;
  if (statePath === undefined || statePath === '') return 0;
  const state = new JobState(statePath);
  // A prepare attempt failed and the Runner makes another one: the job is not over.
  if (state.lastStage === undefined && state.reply === undefined && state.attempt < PREPARE_ATTEMPTS)
    return 0;
  const { frozen, job } = thaw(environment);
  const { facts, response } = job;
  const moment = { startedAt: frozen.startedAt, now: context.now() };
  const reply = state.reply;
  if (reply === undefined) {
    const progress = state.progress;
    const outcome = unsentOutcome(progress, state, () => endedOutcome(facts, environment, moment));
    const masks = createMaskSet(facts.masks);
    const collector = new ReplyCollector({
      steps: response.steps ?? [],
      masks,
      terminal: TERMINAL_SIZE,
      resume: progress?.collected,
    });
    const finished = {
      callerId: facts.chat.callerId,
      job: jobOf(facts),
      outcome,
      exitStatus: progress?.exitStatus,
    };
    await sendReply(buildReply(finished, collector.result(outcome), masks), state, { frozen, job }, context);
  } else if (reply.kind === 'done' && reply.outcome.kind === 'sent' && reply.message.outcome === 'success') {
    const outcome = correctedOutcome(state, () => endedOutcome(facts, environment, moment));
    if (outcome !== 'success') {
      await correctReply(reply.outcome, { ...reply.message, outcome }, { frozen, job }, context);
    }
  }
  state.remove();
  return 0;
}

/** How a job ended that sent no reply. `ended`: what to call it when the Runner ended it. */
function unsentOutcome(
  progress: Progress | undefined,
  state: JobState,
  ended: () => ReplyMessage['outcome'],
): ReplyMessage['outcome'] {
  const { lastStage, failedStage } = state;
  if (progress?.terminated === true || state.terminated) return ended();
  if (lastStage === undefined || failedStage !== undefined) return 'failed';
  // All stages were called: a step that was ended without ending the job was an after_script that took too long.
  // A call that was killed told nothing.
  if (lastStage === LAST_STAGE) return state.stepOpen ? 'failed' : (progress?.outcome ?? 'failed');
  return progress?.outcome === 'failed' ? 'failed' : ended();
}

/** How a job ended whose reply said that it succeeded. */
function correctedOutcome(state: JobState, ended: () => ReplyMessage['outcome']): ReplyMessage['outcome'] {
  if (state.terminated) return ended();
  // common/build.go executeScript: after the user steps only caches and artifacts can fail a job.
  return /^(?:archive_cache|upload_artifacts)/.test(state.failedStage ?? '') ? 'failed' : 'success';
}

/** Called for every job that is not aborted, if prepare_script passed (common/build.go removeFileBasedVariables). */
const LAST_STAGE = 'cleanup_file_variables';
