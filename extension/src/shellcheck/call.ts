import { execFile } from 'node:child_process';
import {
  SHELLCHECK_LIMITS,
  type ShellcheckCall,
  type ShellcheckRequest,
  shellcheckArguments,
  shellcheckEnvironment,
} from '@gitlab-chatops/shared/lint';

/**
 * Runs shellcheck on one script, which it reads from standard input: no shell, no file of the workspace, none of the
 * editor's environment (SHELLCHECK_OPTS could name files to read). Never rejects.
 */
export function callShellcheck(program: string, request: ShellcheckRequest): Promise<ShellcheckCall> {
  const env = shellcheckEnvironment(process.env);
  const { timeoutMs: timeout, outputBytes: maxBuffer } = SHELLCHECK_LIMITS;
  const limits = { timeout, maxBuffer, killSignal: 'SIGKILL' } as const;
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...shellcheckArguments(request)],
      { cwd: '/', env, encoding: 'utf8', windowsHide: true, ...limits },
      (error, output) => {
        // 1: it found something.
        if (error === null || (error.code === 1 && error.signal == null)) resolve({ output });
        else resolve({ failure: `shellcheck failed: ${error.code ?? error.signal ?? error.message}` });
      },
    );
    // One that ends without reading its input breaks the pipe; its exit status says why.
    child.stdin?.on('error', () => {});
    child.stdin?.end(request.input);
  });
}
