import type { Scope } from '../job/scope.js';
import type { ShellChoice, Stage } from '../scripts/index.js';

/** One stage's script on its way to whatever runs it. */
export interface StageCommand {
  readonly stage: Stage;
  readonly script: string;
  readonly scope: Scope;
}

/**
 * What runs the scripts of one job: the custom executor's driver, or a shell. A failed prepare is followed by
 * cleanup() and, unless the failure is the job's own, by a new executor. Source: common/executor.go.
 */
export interface Executor {
  /** Makes ready and starts the build. */
  prepare(scope: Scope): Promise<void>;
  /** What scripts are written for; known after prepare. */
  shell(): ShellChoice;
  /** Throws BuildError for the script's failure, any other error for the system's. */
  run(command: StageCommand): Promise<void>;
  cleanup(): Promise<void>;
}
