import { join } from 'node:path';
import { BuildError } from '../job/errors.js';
import type { Scope } from '../job/scope.js';
import { requireShell, type ShellChoice } from '../scripts/index.js';
import { WORK_STREAM } from '../trace/index.js';
import { shellChoice } from './apply-config.js';
import type { Executor, StageCommand } from './executor.js';
import { exitCode, exitMessage } from './exit.js';
import { lookUp, runProgram, StartError } from './process.js';
import type { ExecutorTools } from './tools.js';

const GRACEFUL_MS = 600_000; // helpers/process GracefulTimeout
const FORCE_MS = 10_000; // helpers/process KillTimeout

/** The shell executor: each script goes to a login shell's standard input. Source: executors/shell/shell.go. */
export class ShellExecutor implements Executor {
  readonly #tools: ExecutorTools;

  constructor(tools: ExecutorTools) {
    this.#tools = tools;
  }

  async prepare(_scope: Scope): Promise<void> {
    const { build, logger, cwd } = this.#tools;
    build.start({
      buildsDir: orDefault(build.settings.builds_dir, cwd, 'builds'),
      cacheDir: orDefault(build.settings.cache_dir, cwd, 'cache'),
      sharedBuildsDir: true,
    });
    requireShell(this.shell().shell);
    logger.plain(`Using Shell (${this.shell().shell}) executor...`);
  }

  shell(): ShellChoice {
    return shellChoice(this.#tools.build);
  }

  async run({ script, scope }: StageCommand): Promise<void> {
    const { logger, clock, pipes, env } = this.#tools;
    const out = logger.stream(WORK_STREAM, 'O');
    const err = logger.stream(WORK_STREAM, 'E');
    try {
      const exit = await runProgram(
        {
          path: lookUp(this.shell().shell, env),
          args: ['-l'],
          cwd: this.#tools.cwd,
          env: Object.fromEntries(
            Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
          ),
          stdin: script,
          stdout: (bytes) => out.write(bytes),
          stderr: (bytes) => err.write(bytes),
        },
        {
          pipes,
          clock,
          scope,
          killing: { gracefulMs: GRACEFUL_MS, forceMs: FORCE_MS, warn: (text) => logger.warning(text) },
        },
      ).catch((error: unknown) => {
        throw error instanceof StartError ? new Error(`failed to start process: ${error.message}`) : error;
      });
      const code = exitCode(exit);
      if (code !== 0) throw new BuildError(exitMessage(exit), 'script_failure', code);
    } finally {
      err.close();
      out.close();
    }
  }

  async cleanup(): Promise<void> {}
}

/** A relative builds_dir of the settings stays as it is: scripts make it absolute by $PWD. */
function orDefault(dir: string | undefined, cwd: string, name: string): string {
  return dir === undefined || dir === '' ? join(cwd, name) : dir;
}
