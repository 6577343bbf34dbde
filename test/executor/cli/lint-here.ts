import { explainFailure } from '../../../executor/src/cli/exit-status.js';
import { lintCommand } from '../../../executor/src/cli/lint.js';
import type { Finished } from './command-line.js';

export interface LintWorld {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly isTerminal?: boolean;
  readonly input?: string;
}

/** `gitlab-chatops lint` in this process; its options must be ones that it knows. */
export async function lintHere(args: readonly string[], world: LintWorld): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  let status = 0;
  const command = lintCommand({
    ...world,
    isTerminal: world.isTerminal ?? false,
    input: () => world.input ?? '',
    out: (text) => {
      stdout += text;
    },
    error: (text) => {
      stderr += text;
    },
    end: (given) => {
      status = given;
    },
  });
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    const failure = explainFailure(error);
    return { status: failure.status, stdout, stderr: stderr + failure.text };
  }
  return { status, stdout, stderr };
}
