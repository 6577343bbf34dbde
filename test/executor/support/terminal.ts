import { createHash } from 'node:crypto';
import { runInTerminal, type TerminalExit, type TerminalJob } from '@gitlab-chatops/executor/pty';

export interface CapturedRun extends TerminalExit {
  readonly output: Buffer;
}

/** Runs a bash script in a terminal and keeps its output. */
export async function captureInTerminal(
  script: string,
  options: Partial<TerminalJob> = {},
): Promise<CapturedRun> {
  const chunks: Buffer[] = [];
  const running = await runInTerminal({
    command: ['bash', '-c', script],
    stdin: '/dev/null',
    cwd: '/',
    environment: { PATH: process.env.PATH ?? '' },
    onOutput: (chunk) => {
      chunks.push(Buffer.from(chunk));
    },
    ...options,
  });
  const exit = await running.exit;
  return { ...exit, output: Buffer.concat(chunks) };
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
