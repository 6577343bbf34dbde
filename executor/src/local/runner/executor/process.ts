import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, closeSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Clock } from '../job/clock.js';
import { messageOf } from '../job/errors.js';
import type { Scope } from '../job/scope.js';
import { type Exit, errnoMessage } from './exit.js';
import type { OutputPipe, PipeStore } from './pipes.js';

const READ_LIMIT = 32 * 1024; // io.Copy's buffer: the Runner never writes more at once

/** A program to run with its output in two streams. */
export interface Program {
  readonly path: string;
  readonly args: readonly string[];
  /** Working directory; absent: the Runner's own. */
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  /** Fed to standard input; absent: /dev/null. */
  readonly stdin?: string;
  readonly stdout: (bytes: Buffer) => void;
  readonly stderr: (bytes: Buffer) => void;
}

export interface Killing {
  readonly gracefulMs: number;
  readonly forceMs: number;
  /** A line for the job log. */
  readonly warn: (text: string) => void;
}

/** Thrown when a program could not be started; the message is Go's. */
export class StartError extends Error {}

/**
 * Runs a program in a process group of its own. It has ended when the process is gone and nobody holds its output any
 * more. When the scope ends first the group gets SIGTERM, later SIGKILL, and is given up after that.
 * Source: helpers/process, executors/custom/command. Throws StartError, or an Error when the process will not die.
 */
export async function runProgram(
  program: Program,
  tools: {
    readonly pipes: PipeStore;
    readonly clock: Clock;
    readonly scope?: Scope;
    readonly killing: Killing;
  },
): Promise<Exit> {
  const started = await start(program, tools.pipes);
  const { ended } = started;
  let forget = (): void => {};
  const interrupted = new Promise<'interrupted'>((resolve) => {
    forget = tools.scope?.onEnd(() => resolve('interrupted')) ?? forget;
  });
  const first = await Promise.race([ended, interrupted]);
  forget();
  if (first !== 'interrupted') return first;
  return kill(started, tools);
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Exit>;
  readonly pipes: readonly OutputPipe[];
}

async function start(program: Program, pipes: PipeStore): Promise<Started> {
  const out = await pipes.open();
  const err = await pipes.open();
  let child: ChildProcess;
  try {
    child = spawn(program.path, program.args, {
      ...(program.cwd === undefined ? {} : { cwd: program.cwd }),
      env: program.env,
      detached: true,
      stdio: [program.stdin === undefined ? 'ignore' : 'pipe', out.writeFd, err.writeFd],
    });
  } catch (error) {
    abandon(out, err);
    throw startError(program.path, error);
  } finally {
    closeSync(out.writeFd);
    closeSync(err.writeFd);
  }
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', (error) => reject(startError(program.path, error)));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  if (child.pid === undefined) {
    abandon(out, err);
    await exited; // rejects: the error event is on its way
  }
  // A program that does not read its input is no failure of the Runner.
  child.stdin?.on('error', () => {});
  child.stdin?.end(program.stdin);
  const drained = Promise.all([drain(out, program.stdout), drain(err, program.stderr)]);
  return { child, ended: Promise.all([exited, drained]).then(([exit]) => exit), pipes: [out, err] };
}

function startError(path: string, error: unknown): StartError {
  const invalid = error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_ARG_VALUE';
  if (invalid && /null bytes/.test(messageOf(error))) {
    return new StartError('exec: environment variable contains NUL');
  }
  return new StartError(`fork/exec ${path}: ${errnoMessage(error)}`);
}

function abandon(...pipes: readonly OutputPipe[]): void {
  for (const { reader } of pipes) reader.destroy();
}

function drain({ reader }: OutputPipe, sink: (bytes: Buffer) => void): Promise<void> {
  return new Promise((resolve) => {
    reader.on('data', (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += READ_LIMIT) sink(bytes.subarray(at, at + READ_LIMIT));
    });
    reader.on('error', () => {});
    reader.on('close', () => resolve());
  });
}

async function kill(
  { child, ended, pipes }: Started,
  { clock, killing }: { readonly clock: Clock; readonly killing: Killing },
): Promise<Exit> {
  const pid = child.pid ?? 0;
  if (!signal(pid, 'SIGTERM', 'terminate process', killing)) signal(pid, 'SIGKILL', 'force-kill', killing);
  const graceful = await within(clock, killing.gracefulMs, ended);
  if (graceful !== undefined) return graceful;
  signal(pid, 'SIGKILL', 'force-kill', killing);
  const forced = await within(clock, killing.forceMs, ended);
  if (forced !== undefined) return forced;
  child.unref();
  for (const { reader } of pipes) reader.unref();
  throw new Error(`failed to kill process PID=${pid}, likely process is dormant`);
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL', what: string, killing: Killing): boolean {
  try {
    process.kill(-pid, name);
    return true;
  } catch (error) {
    killing.warn(`Failed to ${what}: ${errnoMessage(error)}`);
    return false;
  }
}

function within(clock: Clock, ms: number, ended: Promise<Exit>): Promise<Exit | undefined> {
  return new Promise((resolve, reject) => {
    const stop = clock.timer(ms, () => resolve(undefined));
    ended.then(
      (exit) => {
        stop();
        resolve(exit);
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
  });
}

/** Where a program without a slash in its name is: Go's exec.LookPath with the Runner's own PATH. */
export function lookUp(name: string, env: Readonly<Record<string, string | undefined>>): string {
  if (name.includes('/')) return name;
  for (const dir of (env.PATH ?? '').split(delimiter)) {
    const path = join(dir === '' ? '.' : dir, name);
    if (isProgram(path)) return path;
  }
  throw new StartError(`exec: ${JSON.stringify(name)}: executable file not found in $PATH`);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
