import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseInteger } from '../../../go/index.js';
import { BuildError } from '../job/errors.js';
import { Scope } from '../job/scope.js';
import type { ShellChoice } from '../scripts/index.js';
import type { DriverSettings } from '../settings.js';
import { EXECUTOR_STREAM, WORK_STREAM } from '../trace/index.js';
import { driverStage, shellChoice, startWithConfig } from './apply-config.js';
import { type ConfigOutput, parseConfigOutput } from './config-output.js';
import {
  BUILD_FAILURE_EXIT_CODE,
  type DriverFiles,
  driverEnvironment,
  SYSTEM_FAILURE_EXIT_CODE,
} from './environment.js';
import type { Executor, StageCommand } from './executor.js';
import { type Exit, exitCode, exitMessage } from './exit.js';
import { lookUp, runProgram, StartError } from './process.js';
import { encodeJobResponse } from './response-file.js';
import { makeTempDir } from './temp-dir.js';
import type { ExecutorTools } from './tools.js';

const CALL_TIMEOUT_SECONDS = 3600; // executors/custom/consts.go
const GRACEFUL_SECONDS = 600; // helpers/process GracefulTimeout
const FORCE_SECONDS = 10; // helpers/process KillTimeout
const RENAMED_STAGE =
  "Starting with version 17.0 the 'build_script' stage will be replaced with 'step_script': " +
  'https://gitlab.com/groups/gitlab-org/-/epics/6112';

interface DriverCall {
  readonly path: string;
  readonly args: readonly string[];
  readonly stdout: (bytes: Buffer) => void;
  readonly stderr: (bytes: Buffer) => void;
  readonly scope: Scope;
}

/** The custom executor: calls a driver as Runner 19.4 does. Source: executors/custom/custom.go. */
export class CustomExecutor implements Executor {
  readonly #tools: ExecutorTools;
  readonly #driver: DriverSettings;
  #config: ConfigOutput = {};
  #files: DriverFiles | undefined;

  constructor(tools: ExecutorTools, driver: DriverSettings) {
    this.#tools = tools;
    this.#driver = driver;
  }

  async prepare(scope: Scope): Promise<void> {
    const { build, logger, tempDir } = this.#tools;
    if (this.#driver.runExec === '') {
      throw new BuildError('custom executor is missing RunExec', 'runner_configuration_error');
    }
    const dir = await makeTempDir(tempDir, 'custom-executor');
    this.#files = {
      tempDir: dir,
      jobResponse: join(dir, 'response.json'),
      buildExitCode: join(dir, 'build_exit_code'),
    };
    await writeFile(this.#files.jobResponse, encodeJobResponse(build.job), { mode: 0o600 });
    this.#config = await this.#callConfig(scope);
    logger.plain(startupLine(this.#config));
    startWithConfig(build, this.#config);
    await this.#callPrepare(scope);
  }

  shell(): ShellChoice {
    return shellChoice(this.#tools.build, this.#config);
  }

  async run({ stage, script, scope }: StageCommand): Promise<void> {
    const { logger } = this.#tools;
    const dir = await makeTempDir(this.#requireFiles().tempDir, 'script');
    const file = join(dir, 'script');
    await writeFile(file, script, { mode: 0o700 });
    if (stage === 'step_script') logger.warning(RENAMED_STAGE);
    const out = logger.stream(WORK_STREAM, 'O');
    const err = logger.stream(WORK_STREAM, 'E');
    try {
      await this.#call({
        path: this.#driver.runExec,
        args: [...(this.#driver.runArgs ?? []), file, driverStage(stage)],
        stdout: (bytes) => out.write(bytes),
        stderr: (bytes) => err.write(bytes),
        scope,
      });
    } finally {
      out.close();
      err.close();
    }
  }

  async cleanup(): Promise<void> {
    const { clock, logger, runnerLog } = this.#tools;
    const { cleanupExec = '', cleanupArgs = [], cleanupExecTimeout } = this.#driver;
    const files = this.#files;
    if (files === undefined) return;
    // A scope of its own: a cancelled job is cleaned up like any other.
    const scope = new Scope(clock, { timeoutMs: seconds(cleanupExecTimeout, CALL_TIMEOUT_SECONDS) });
    try {
      if (cleanupExec === '') return;
      await this.#call({
        path: cleanupExec,
        args: cleanupArgs,
        stdout: (bytes) => runnerLog('debug', bytes),
        stderr: (bytes) => runnerLog('warning', bytes),
        scope,
      });
    } catch (error) {
      logger.warning(`Cleanup script failed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      scope.cancel();
      await rm(files.tempDir, { recursive: true, force: true });
    }
  }

  async #callConfig(scope: Scope): Promise<ConfigOutput> {
    const { configExec = '', configArgs = [], configExecTimeout } = this.#driver;
    if (configExec === '') return {};
    const { build, clock, logger } = this.#tools;
    // Whatever an earlier attempt left in the variables, the driver gets them as they are now.
    build.refresh();
    const output: Buffer[] = [];
    const err = logger.stream(EXECUTOR_STREAM, 'E');
    const limited = new Scope(clock, {
      parent: scope,
      timeoutMs: seconds(configExecTimeout, CALL_TIMEOUT_SECONDS),
    });
    try {
      await this.#call({
        path: configExec,
        args: configArgs,
        stdout: (bytes) => output.push(Buffer.from(bytes)),
        stderr: (bytes) => err.write(bytes),
        scope: limited,
      });
    } finally {
      limited.cancel();
      err.close();
    }
    return parseConfigOutput(Buffer.concat(output).toString('utf8'));
  }

  async #callPrepare(scope: Scope): Promise<void> {
    const { prepareExec = '', prepareArgs = [], prepareExecTimeout } = this.#driver;
    if (prepareExec === '') return;
    const { clock, logger } = this.#tools;
    const out = logger.stream(EXECUTOR_STREAM, 'O');
    const err = logger.stream(EXECUTOR_STREAM, 'E');
    const limited = new Scope(clock, {
      parent: scope,
      timeoutMs: seconds(prepareExecTimeout, CALL_TIMEOUT_SECONDS),
    });
    try {
      await this.#call({
        path: prepareExec,
        args: prepareArgs,
        stdout: (bytes) => out.write(bytes),
        stderr: (bytes) => err.write(bytes),
        scope: limited,
      });
    } finally {
      limited.cancel();
      out.close();
      err.close();
    }
  }

  async #call(call: DriverCall): Promise<void> {
    const { build, clock, pipes, logger, env: runnerEnv } = this.#tools;
    const files = this.#requireFiles();
    const exit = await runProgram(
      {
        path: lookUp(call.path, runnerEnv),
        args: call.args,
        cwd: files.tempDir,
        env: driverEnvironment(build, files, { runnerEnv, jobEnv: this.#config.jobEnv ?? {} }),
        stdout: call.stdout,
        stderr: call.stderr,
      },
      {
        pipes,
        clock,
        scope: call.scope,
        killing: {
          gracefulMs: seconds(this.#driver.gracefulKillTimeout, GRACEFUL_SECONDS),
          forceMs: seconds(this.#driver.forceKillTimeout, FORCE_SECONDS),
          warn: (text) => logger.warning(text),
        },
      },
    ).catch((error: unknown) => {
      throw error instanceof StartError ? new Error(`failed to start command: ${error.message}`) : error;
    });
    await checkExit(exit, files.buildExitCode);
  }

  #requireFiles(): DriverFiles {
    if (this.#files === undefined) throw new Error('custom executor not prepared');
    return this.#files;
  }
}

function seconds(given: number | undefined, byDefault: number): number {
  return (given === undefined || given <= 0 ? byDefault : given) * 1000;
}

function startupLine({ driver }: ConfigOutput): string {
  if (driver?.name === undefined) return 'Using Custom executor...';
  const version = driver.version === undefined ? '' : ` ${driver.version}`;
  return `Using Custom executor with driver ${driver.name}${version}...`;
}

/** What a driver's exit status means. Source: executors/custom/command/command.go waitForCommand. */
async function checkExit(exit: Exit, buildExitCodeFile: string): Promise<void> {
  const code = exitCode(exit);
  if (code === 0) return;
  const message = exitMessage(exit);
  if (code === SYSTEM_FAILURE_EXIT_CODE) throw new Error(message);
  if (code !== BUILD_FAILURE_EXIT_CODE) throw unknownExit(code, message);
  const written = await readFile(buildExitCodeFile, 'utf8').catch(() => undefined);
  if (written === undefined) throw new BuildError(message, 'script_failure', BUILD_FAILURE_EXIT_CODE);
  const line = (written.split('\n', 1)[0] ?? '').replace(/\r$/, '');
  const writtenCode = parseInteger(line);
  if (writtenCode === undefined) throw unknownExit(SYSTEM_FAILURE_EXIT_CODE, message);
  throw new BuildError(`exit status ${line}`, 'script_failure', writtenCode);
}

function unknownExit(code: number, message: string): Error {
  return new Error(
    `unknown Custom executor executable exit code ${code}; executable execution terminated with: ${message}`,
  );
}
