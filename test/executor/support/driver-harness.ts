import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobResponse } from '@gitlab-chatops/executor/job';
import { PipeStore } from '@gitlab-chatops/executor/local/runner/executor';
import { installedDriver } from './driver-bundle.js';

export interface CallResult {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Content of BUILD_EXIT_CODE_FILE; absent when there is none. */
  readonly exitCode?: string;
}

export interface RunningCall {
  readonly child: ChildProcess;
  readonly result: Promise<CallResult>;
  /** Settles when the output holds the text, or rejects when the call ended without it. */
  readonly prints: (text: string) => Promise<void>;
  /** Reads nothing for so many milliseconds. */
  readonly hold: (milliseconds: number) => void;
  /** Closes the reading ends, as a Runner that died does. */
  readonly hangUp: () => void;
  /** As the Runner ends a call: SIGTERM to the process group. */
  readonly terminate: () => void;
}

export interface HarnessOptions {
  /** Absent: a Runner below 14.1, which writes no JOB_RESPONSE_FILE. */
  readonly response?: JobResponse;
  /** Content of the settings file. */
  readonly settings?: string;
  /** Environment of the gitlab-runner process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Shell that runs the dispatcher, e.g. `['busybox', 'sh']`; absent: its own first line decides. */
  readonly shell?: readonly string[];
}

/**
 * Calls the driver as the Runner's custom executor does (executors/custom): own process group, temporary directory as
 * working directory, two pipes, environment in the documented order, one script file a call.
 */
export class DriverHarness {
  readonly folder: string;
  readonly stateDir: string;
  readonly buildsDir: string;
  readonly #driver: string;
  readonly #pipes: PipeStore;
  readonly #options: HarnessOptions;
  #tempDir = '';
  #jobEnv: Record<string, string> = {};

  static async start(options: HarnessOptions = {}): Promise<DriverHarness> {
    return new DriverHarness(await installedDriver(), options);
  }

  private constructor(driver: string, options: HarnessOptions) {
    this.#driver = driver;
    this.#options = options;
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'chatops-harness-')));
    this.stateDir = join(this.folder, 'state');
    this.buildsDir = join(this.folder, 'builds');
    for (const name of ['tmp', 'pipes']) mkdirSync(join(this.folder, name));
    this.#pipes = new PipeStore(join(this.folder, 'pipes'));
    if (options.settings !== undefined) {
      writeFileSync(this.settingsFile, options.settings, { mode: 0o600 });
    }
    this.newAttempt();
  }

  get settingsFile(): string {
    return join(this.folder, 'settings.yml');
  }

  get tempDir(): string {
    return this.#tempDir;
  }

  get jobEnv(): Readonly<Record<string, string>> {
    return this.#jobEnv;
  }

  /** A prepare attempt of the Runner: a new temporary directory, nothing known of the last one. */
  newAttempt(): void {
    this.#tempDir = mkdtempSync(join(this.folder, 'tmp', 'custom-executor'));
    this.#jobEnv = {};
    const { response } = this.#options;
    if (response !== undefined) {
      writeFileSync(join(this.#tempDir, 'response.json'), `${JSON.stringify(response)}\n`, { mode: 0o600 });
    }
  }

  async config(...args: string[]): Promise<CallResult> {
    const result = await this.call('config', ...args);
    if (result.status === 0) {
      const output = JSON.parse(result.stdout.toString()) as { job_env: Record<string, string> };
      this.#jobEnv = output.job_env;
    }
    return result;
  }

  prepare(): Promise<CallResult> {
    return this.call('prepare');
  }

  /** config and prepare, both expected to succeed. */
  async begin(): Promise<void> {
    for (const result of [await this.config(), await this.prepare()]) {
      assert.equal(result.status, 0, result.stderr);
    }
  }

  /** The Runner's script around a body of shell lines (19.1 and later). */
  async run(stage: string, body: string): Promise<CallResult> {
    const call = await this.startRun(stage, body);
    return call.result;
  }

  startRun(stage: string, body: string): Promise<RunningCall> {
    const folder = mkdtempSync(join(this.#tempDir, 'script'));
    const script = join(folder, 'script');
    writeFileSync(script, runnerScript(body), { mode: 0o700 });
    return this.start('run', script, stage);
  }

  cleanup(): Promise<CallResult> {
    return this.call('cleanup');
  }

  /** The Runner removes its temporary directory after cleanup_exec. */
  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async call(...args: string[]): Promise<CallResult> {
    const call = await this.start(...args);
    return call.result;
  }

  async start(...args: string[]): Promise<RunningCall> {
    const [program = this.#driver, ...before] = this.#options.shell ?? [];
    const words = this.#options.shell === undefined ? args : [...before, this.#driver, ...args];
    const [output, errors] = [await this.#pipes.open(), await this.#pipes.open()];
    const child = spawn(program, words, {
      cwd: this.#tempDir,
      detached: true,
      env: this.#environment(),
      stdio: ['ignore', output.writeFd, errors.writeFd],
    });
    for (const { writeFd } of [output, errors]) closeSync(writeFd);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const waiting: (() => void)[] = [];
    output.reader.on('data', (chunk: Buffer) => {
      out.push(chunk);
      for (const check of waiting) check();
    });
    errors.reader.on('data', (chunk: Buffer) => err.push(chunk));
    const exitCodeFile = join(this.#tempDir, 'build_exit_code');
    // Finished as the Runner means it: the process is gone and nobody holds its output any more.
    const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    const closed = [output, errors].map(({ reader }) => once(reader, 'close'));
    const result = Promise.all([exited, ...closed]).then(([[status, signal]]) => {
      for (const check of waiting) check();
      return {
        status,
        signal,
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString(),
        exitCode: existsSync(exitCodeFile) ? readFileSync(exitCodeFile, 'utf8') : undefined,
      };
    });
    const prints = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const check = () => {
          if (Buffer.concat(out).includes(text)) resolve();
          else if (child.exitCode !== null)
            reject(new Error(`ended without "${text}": ${Buffer.concat([...out, ...err])}`));
        };
        waiting.push(check);
        check();
      });
    const terminate = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    };
    const hangUp = () => {
      for (const { reader } of [output, errors]) reader.destroy();
    };
    const hold = (milliseconds: number) => {
      output.reader.pause();
      setTimeout(() => output.reader.resume(), milliseconds);
    };
    return { child, result, prints, hold, hangUp, terminate };
  }

  #environment(): NodeJS.ProcessEnv {
    const { response, settings, environment } = this.#options;
    const custom = Object.fromEntries(
      (response?.variables ?? []).map(({ key, value }) => [`CUSTOM_ENV_${key}`, value]),
    );
    return {
      PATH: process.env.PATH,
      HOME: this.folder,
      LANG: 'C.UTF-8',
      GITLAB_CHATOPS_STATE_DIR: this.stateDir,
      ...(settings === undefined
        ? { GITLAB_CHATOPS_SETTINGS: '' }
        : { GITLAB_CHATOPS_SETTINGS: this.settingsFile }),
      ...environment,
      TMPDIR: this.#tempDir,
      BUILD_FAILURE_EXIT_CODE: '1',
      SYSTEM_FAILURE_EXIT_CODE: '2',
      BUILD_EXIT_CODE_FILE: join(this.#tempDir, 'build_exit_code'),
      ...(response !== undefined && { JOB_RESPONSE_FILE: join(this.#tempDir, 'response.json') }),
      ...this.#jobEnv,
      ...custom,
      CUSTOM_ENV_CI_JOB_SERVICES: '',
    };
  }
}

/** The form of a script of Runner 19.1 and later (shells/bash.go), its body quoted in a simpler way. */
export function runnerScript(body: string): string {
  const quoted = `'${body.replaceAll("'", "'\\''")}'`;
  return [
    '#!/usr/bin/env bash',
    '',
    "trap 'exit 1' TERM",
    '',
    'case "$(set -o)" in *"pipefail"*) set -o pipefail;; esac; set -o errexit',
    'set +o noclobber',
    `(trap 'exit 1' TERM; eval ${quoted}) < /dev/null`,
    'exit 0',
    '',
  ].join('\n');
}
