import {
  buildReply,
  ChatReplyRenamer,
  createMaskSet,
  ReplyCollector,
  type ReplyMessage,
} from '@gitlab-chatops/shared/reply';
import { isLastUserStep, type JobFacts, stepOfStage } from '../job/index.js';
import { TERMINAL_SIZE } from '../pty/index.js';
import { type DriverContext, exitStatuses } from './context.js';
import { reportStatus } from './exit-code-file.js';
import { thaw } from './frozen.js';
import { afterStep } from './outcome.js';
import { decideSection, sendReply } from './reply.js';
import { runScript, type ScriptExit } from './run-script.js';
import { OutputSink } from './sink.js';
import { JobState } from './state.js';

/** Leaves every byte as it is: the job's reply is GitLab's to find. */
const UNCHANGED = { push: (chunk: Uint8Array) => chunk, end: () => new Uint8Array(0) };

/** run_exec for a user step of a chat job, or a stage of unknown name, which may be one. */
export async function run(script: string, stage: string, context: DriverContext): Promise<number> {
  const { environment } = context;
  const { frozen, job } = thaw(environment);
  const statePath = environment.CHATOPS_JOB_STATE;
  const state = statePath === undefined || statePath === '' ? undefined : new JobState(statePath);
  let sink: OutputSink | undefined;
  const runWith = (observe: (chunk: Uint8Array) => void) =>
    runScript(
      {
        script,
        launch: frozen.launch,
        environment,
        filter: state === undefined ? UNCHANGED : new ChatReplyRenamer(),
        observe,
      },
      (onGone) => {
        sink = new OutputSink(context.stdout, onGone);
        return sink;
      },
    );
  const step = stepOfStage(stage);
  const exit =
    state === undefined || step === undefined
      ? await runWith(() => undefined)
      : await runAnsweredStep({ step, stage, state, frozen, job, context }, runWith, () => sink);
  if (step === undefined && exit.status !== 0) state?.noteFailedStage(stage, exit.status);
  if (!exit.complete && !exit.terminated) {
    context.complain(
      'The job killed the session leader of its terminal; its last output may be missing. (DRIVER_INCOMPLETE)',
    );
  }
  if (exit.status === 0) return 0;
  reportStatus(environment.BUILD_EXIT_CODE_FILE, exit.status);
  return exitStatuses(environment).buildFailure;
}

interface AnsweredStep extends ReturnType<typeof thaw> {
  readonly step: string;
  readonly stage: string;
  readonly state: JobState;
  readonly context: DriverContext;
}

/** A user step of a job whose reply is ours: collects the reply, and sends it when no user code follows. */
async function runAnsweredStep(
  answered: AnsweredStep,
  runWith: (observe: (chunk: Uint8Array) => void) => Promise<ScriptExit>,
  sink: () => OutputSink | undefined,
): Promise<ScriptExit> {
  const { step, stage, state, frozen, job, context } = answered;
  const { facts, response } = job;
  const masks = createMaskSet(facts.masks);
  const before = state.progress;
  const collector = new ReplyCollector({
    steps: response.steps ?? [],
    masks,
    terminal: TERMINAL_SIZE,
    resume: before?.collected,
  });
  state.forgetFailedStage();
  collector.beginStep(step);
  const isLost = state.stepOpen;
  state.noteStepBegun();
  const exit = await runWith((chunk) => collector.write(chunk));
  const moment = { startedAt: frozen.startedAt, now: context.now() };
  const progress = afterStep({ progress: before, isLost }, stage, exit, facts, context.environment, moment);
  const failed = exit.status !== 0;
  // A step that was ended sends nothing: after_script may follow, and cleanup_exec always does, in a job whose
  // status is still open. Seconds count here.
  if (
    exit.terminated ||
    !isLastUserStep(facts.steps, stage, { mainStepsRun: progress.mainStepsRun, failed })
  ) {
    keep(state, { ...progress, collected: collector.state() }, context);
    state.noteStepEnded();
    return exit;
  }
  const { outcome, exitStatus } = progress;
  const message = buildReply(
    { callerId: facts.chat.callerId, job: jobOf(facts), outcome, exitStatus },
    collector.result(outcome),
    masks,
  );
  // The Runner may end the job now; the reply is on its way all the same, and cleanup corrects it.
  const noteEnd = () => state.noteTerminated();
  process.on('SIGTERM', noteEnd);
  try {
    const delivered = await sendReply(message, state, answered, context);
    const windowOpen = context.replies.windowOpen(facts.pipelineCreatedAt, context.now());
    const section = decideSection(delivered, message, windowOpen, context.now());
    state.noteStepEnded();
    if (!state.setDecisive(section)) {
      sink()?.write(section);
      await sink()?.flushed();
    }
  } finally {
    process.off('SIGTERM', noteEnd);
  }
  return exit;
}

/** Without progress on disk the reply of a later step lacks what came before; the job is not to suffer for it. */
function keep(
  state: JobState,
  progress: Parameters<JobState['saveProgress']>[0],
  context: DriverContext,
): void {
  try {
    state.saveProgress(progress);
  } catch (error) {
    context.complain(
      `The reply so far could not be kept: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

export function jobOf(facts: JobFacts): ReplyMessage['job'] {
  return { id: facts.id, name: facts.name, url: facts.url };
}
