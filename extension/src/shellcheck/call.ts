import { execFile } from 'node:child_process';
import {
  type ShellcheckCall,
  type ShellcheckRequest,
  shellcheckArguments,
} from '@gitlab-chatops/shared/lint';

/** Scripts of a thousand lines take a second; past this shellcheck hangs. */
const TIMEOUT_MS = 10_000;
/** Some hundred bytes a finding; more is no answer. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * Runs shellcheck on one script, which it reads from standard input: no shell, no file of the workspace, none of the
 * editor's environment (SHELLCHECK_OPTS could name files to read). Never rejects.
 */
export function callShellcheck(program: string, request: ShellcheckRequest): Promise<ShellcheckCall> {
  // SystemRoot: without it no program starts on Windows.
  const { SystemRoot } = process.env;
  const env = { LC_ALL: 'C.UTF-8', ...(SystemRoot === undefined ? {} : { SystemRoot }) };
  const limits = { timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES, killSignal: 'SIGKILL' } as const;
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
