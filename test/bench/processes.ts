import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program to its end with its output read and thrown away; fails when it fails. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<void> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stdout.resume();
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8').slice(0, 1000);
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${errors}`);
}
