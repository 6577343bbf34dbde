import { CodedError } from '@gitlab-chatops/shared/errors';
import { LEADER_READY, LEADER_SCRIPT } from './leader.js';
import { createSentinel, SentinelScanner } from './sentinel.js';

/** Size of the job's terminal in character cells; the reply is rendered for the same size. */
export const TERMINAL_SIZE = { columns: 80, rows: 24 } as const;

/** Milliseconds. */
const ACKNOWLEDGE_INTERVAL = 200;

export interface TerminalJob {
  /** Program and arguments; nothing is interpreted by a shell. */
  readonly command: readonly [string, ...string[]];
  /** File that becomes the job's standard input. */
  readonly stdin: string;
  /** User id that must be able to open the terminal again (`>/dev/stdout`); absent: our own. */
  readonly owner?: number;
  readonly cwd: string;
  /** Environment of the session leader; the job's own is made by its command. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everything the job writes, byte for byte, in order. The memory is only good during the call. */
  readonly onOutput: (chunk: Buffer) => void;
  /**
   * Called once when the job's main process has ended, before the terminal is closed: the moment to end what it
   * left behind, which may still write.
   */
  readonly onMainEnd?: () => Promise<void>;
}

export interface TerminalExit {
  /** Exit status as a shell tells it: 128 + number for a signal. Never 0 when `complete` is false. */
  readonly status: number;
  /** All output was read and the status is the job's own. False when the session leader was killed. */
  readonly complete: boolean;
}

export interface RunningTerminal {
  /** Process id of the session leader. */
  readonly pid: number;
  /** Stop reading, which in the end stops the job's writes. */
  pause(): void;
  resume(): void;
  readonly exit: Promise<TerminalExit>;
}

/**
 * Runs a job in a pseudo-terminal of its own. Start no other process while it runs: the terminal's master descriptor
 * would be inherited by it.
 * @throws CodedError DRIVER_TERMINAL when there is no terminal to be had; `exit` rejects with it when the leader failed
 */
export async function runInTerminal(job: TerminalJob): Promise<RunningTerminal> {
  // Loaded when it is needed, and a native addon: it may not be there for this platform.
  const { spawn } = await import('node-pty').catch((error: unknown) => {
    throw noTerminal(textOf(error));
  });
  const sentinel = createSentinel();
  let ready = false;
  let preamble = '';
  let mainEnded = false;

  const pty = start(() =>
    spawn('/bin/sh', ['-c', LEADER_SCRIPT, 'sh', job.stdin, String(job.owner ?? ''), ...job.command], {
      encoding: null,
      name: 'xterm',
      cols: TERMINAL_SIZE.columns,
      rows: TERMINAL_SIZE.rows,
      cwd: job.cwd,
      env: job.environment,
    }),
  );

  const acknowledge = async () => {
    try {
      await job.onMainEnd?.();
    } finally {
      // The leader cannot end before this line, so no output is lost, however long we were paused. A process that
      // was left behind may read the terminal too and take the line away: hence again and again.
      pty.write('\n');
      again = setInterval(() => pty.write('\n'), ACKNOWLEDGE_INTERVAL);
    }
  };
  let again: NodeJS.Timeout | undefined;
  let acknowledged: Promise<void> | undefined;
  const scanner = new SentinelScanner(sentinel, () => {
    mainEnded = true;
    acknowledged ??= acknowledge();
  });
  const pass = (chunk: Buffer) => {
    for (const piece of scanner.push(chunk)) job.onOutput(piece);
  };

  pty.onData((data) => {
    if (ready) return pass(data);
    preamble += data.toString('latin1');
    if (!preamble.startsWith(LEADER_READY)) return;
    ready = true;
    const early = preamble.slice(LEADER_READY.length);
    pty.write(`${sentinel}\n`);
    if (early !== '') pass(Buffer.from(early, 'latin1'));
  });

  const exit = new Promise<TerminalExit>((resolve, reject) => {
    pty.onExit(({ exitCode, signal }) => {
      clearInterval(again);
      if (!ready) return reject(noTerminal(preamble.trim()));
      const held = scanner.end();
      if (held.length > 0) job.onOutput(held);
      const status = signal === undefined || signal === 0 ? exitCode : 128 + signal;
      const outcome = mainEnded
        ? { status, complete: true }
        : { status: status === 0 ? 1 : status, complete: false };
      (acknowledged ?? Promise.resolve()).then(() => resolve(outcome), reject);
    });
  });
  return { pid: pty.pid, pause: () => pty.pause(), resume: () => pty.resume(), exit };
}

function start<T>(spawn: () => T): T {
  try {
    return spawn();
  } catch (error) {
    throw noTerminal(textOf(error));
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function noTerminal(detail: string): CodedError {
  return new CodedError({
    code: 'DRIVER_TERMINAL',
    message: `The job's pseudo-terminal could not be set up: ${detail || 'the session leader ended at once'}.`,
    wayOut: 'Check that /dev/ptmx, /bin/sh and stty work for the account of gitlab-runner.',
  });
}
