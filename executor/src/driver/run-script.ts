import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallEnvironment } from '../job/index.js';
import { runInTerminal, type TerminalExit } from '../pty/index.js';
import {
  CALL_MARK,
  CALL_SHELL,
  endStage,
  killMarked,
  type LaunchPlan,
  launchWords,
  toArguments,
} from '../sandbox/index.js';
import type { OutputSink } from './sink.js';

const { SIGTERM } = constants.signals;
/** Milliseconds. */
const RETRY_PAUSE = 50;

export interface ScriptRun {
  /** The file the Runner made for this call. */
  readonly script: string;
  readonly launch: LaunchPlan;
  readonly environment: CallEnvironment;
  /** Changes the job's bytes on their way to the Runner; may hold some back. */
  readonly filter: { push(chunk: Uint8Array): Uint8Array; end(): Uint8Array };
  /** Sees the job's bytes as they are. */
  readonly observe: (chunk: Uint8Array) => void;
}

export interface ScriptExit extends TerminalExit {
  /** The Runner sent SIGTERM: cancel, timeout, shutdown. */
  readonly terminated: boolean;
}

/**
 * Runs a script of the Runner in a terminal, in the job's sandbox. SIGTERM ends the stage and all it started, not the
 * environment: after_script may still follow.
 */
export async function runScript(
  run: ScriptRun,
  sinkTo: (onGone: () => void) => OutputSink,
): Promise<ScriptExit> {
  const { launch, environment } = run;
  const mark = environment[CALL_MARK] ?? '';
  let terminated = false;
  let over = false;
  let ending: Promise<void> | undefined;
  const end = () => {
    terminated = true;
    ending ??= endAll();
  };
  // Again while the stage runs: its processes may not have been there yet.
  const endAll = async () => {
    while (!over) {
      await endStage(mark);
      await sleep(RETRY_PAUSE);
    }
  };
  const sink = sinkTo(end);
  process.on('SIGTERM', end);
  try {
    const running = await runInTerminal({
      command: commandLine(run),
      stdin: run.script,
      owner: launch.account?.uid,
      cwd: environment.CHATOPS_JOB_BUILDS || '/',
      environment: { PATH: environment.PATH ?? '' },
      onOutput: (chunk) => {
        run.observe(chunk);
        if (sink.write(run.filter.push(chunk))) return;
        running.pause();
        void sink.drained().then(() => running.resume());
      },
      // In a pid namespace nothing is left when the job's own process has ended.
      onMainEnd: async () => {
        if (launch.type === 'host') killMarked(mark);
      },
    });
    const exit = await running.exit
      .catch((error: unknown) => {
        // The signal reached the session leader before it had a session of its own.
        if (terminated) return { status: 128 + SIGTERM, complete: true };
        throw error;
      })
      .finally(() => {
        over = true;
      });
    await ending;
    sink.write(run.filter.end());
    return { ...exit, status: terminated && exit.status === 0 ? 1 : exit.status, terminated };
  } finally {
    process.off('SIGTERM', end);
    await sink.flushed();
  }
}

function commandLine({ launch, environment }: ScriptRun): [string, ...string[]] {
  const [program = 'env', ...rest] = toArguments(launchWords(launch, 'terminal'), environment);
  return [program, ...rest, environment[CALL_SHELL] ?? 'bash'];
}
