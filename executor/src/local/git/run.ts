import { spawn } from 'node:child_process';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { repositoryProblem } from './problems.js';

export interface GitCall {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly input?: string;
}

export interface GitAnswer {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A working tree of a few hundred thousand files is stated within this; past it something hangs. */
const TIMEOUT_MS = 300_000;
/** The largest answers are file lists; blobs are read by a bound of their own. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;

/** Runs git to its end whatever its exit status. Throws CONFIG_GIT_MISSING, CONFIG_GIT_FAILED. */
export function runGit(args: readonly string[], { cwd, env, input }: GitCall): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'], timeout: TIMEOUT_MS });
    const out = collector(MAX_OUTPUT_BYTES, () => child.kill('SIGKILL'));
    const err = collector(MAX_ERROR_BYTES);
    child.stdout.on('data', out.take);
    child.stderr.on('data', err.take);
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? missing(error) : failed(args, error.message)),
    );
    child.on('close', (status, signal) => {
      const stderr = err.bytes().toString('utf8').trim();
      if (status === null) reject(failed(args, `killed by ${signal}`));
      else resolve({ status, stdout: out.bytes(), stderr });
    });
    // A git that ends without reading its input breaks the pipe; its exit status says why.
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

/** The output of a git command that has to succeed, without its last newline. */
export async function git(args: readonly string[], call: GitCall): Promise<string> {
  const { status, stdout, stderr } = await runGit(args, call);
  if (status !== 0) throw failed(args, stderr);
  return stdout.toString('utf8').replace(/\n$/, '');
}

function collector(limit: number, onLimit = () => {}) {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    take(chunk: Buffer) {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else onLimit();
    },
    bytes: () => Buffer.concat(chunks),
  };
}

function missing(cause: Error): CodedError {
  return new CodedError(
    repositoryProblem('CONFIG_GIT_MISSING', 'The program git was not found on PATH.'),
    cause,
  );
}

function failed(args: readonly string[], reason: string): CodedError {
  const verb = args.find((word) => /^[a-z][a-z-]+$/.test(word)) ?? '';
  return new CodedError(repositoryProblem('CONFIG_GIT_FAILED', `git ${verb} failed: ${reason}`));
}
