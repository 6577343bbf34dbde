import type { Build } from '../build/index.js';
import type { ShellChoice } from '../scripts/index.js';
import { driverStage, shellChoice, startWithConfig } from './apply-config.js';
import type { ConfigOutput } from './config-output.js';
import type { Executor, StageCommand } from './executor.js';

/** One run_exec call: the stage as the driver is told it, and the script. */
export interface RecordedCall {
  readonly stage: string;
  readonly script: string;
}

/** A driver whose every call succeeds without doing anything: it takes down what it would get. */
export class RecordingExecutor implements Executor {
  readonly calls: RecordedCall[] = [];
  readonly #build: Build;
  readonly #config: ConfigOutput;

  constructor(build: Build, config: ConfigOutput) {
    this.#build = build;
    this.#config = config;
  }

  async prepare(): Promise<void> {
    startWithConfig(this.#build, this.#config);
  }

  shell(): ShellChoice {
    return shellChoice(this.#build, this.#config);
  }

  async run({ stage, script }: StageCommand): Promise<void> {
    this.calls.push({ stage: driverStage(stage), script });
  }

  async cleanup(): Promise<void> {}
}
