import { spawn } from 'node:child_process';
import {
  SHELLCHECK_LIMITS,
  type ShellcheckCall,
  type ShellcheckRequest,
  shellcheckArguments,
  shellcheckEnvironment,
} from '@gitlab-chatops/shared/lint';

/**
 * Runs shellcheck on one script, which it reads from standard input: no shell, no file of a repository, none of the
 * caller's environment (SHELLCHECK_OPTS could name files to read). Never rejects.
 */
export function callShellcheck(
  program: string,
  request: ShellcheckRequest,
  timeout: number = SHELLCHECK_LIMITS.timeoutMs,
): Promise<ShellcheckCall> {
  return new Promise((resolve) => {
    const child = spawn(program, shellcheckArguments(request), {
      cwd: '/',
      env: shellcheckEnvironment(process.env),
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (reason: string): void => {
      resolve({ failure: reason });
      // What it started may hold the pipe open; nobody waits for that.
      child.stdout.destroy();
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop(`shellcheck took longer than ${timeout / 1000} s`), timeout);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > SHELLCHECK_LIMITS.outputBytes) stop('shellcheck answered too much');
      else chunks.push(chunk);
    });
    child.on('error', ({ message }) => {
      clearTimeout(timer);
      resolve({ failure: `shellcheck could not be started: ${message}` });
    });
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      // 1: it found something. From 2 on it could not do its work.
      if (status === 0 || status === 1) resolve({ output: Buffer.concat(chunks).toString('utf8') });
      else resolve({ failure: `shellcheck ended with ${signal ?? `exit status ${status}`}` });
    });
    // One that ends without reading its input breaks the pipe; its exit status says why.
    child.stdin.on('error', () => {});
    child.stdin.end(request.input);
  });
}
