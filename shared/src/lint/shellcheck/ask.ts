import { createLintContext, type LintInput } from '../context.js';
import { readShellcheck, type ShellcheckComment } from './comment.js';
import type { ShellcheckAnswers } from './findings.js';
import { SHELLCHECK_MAX_INPUT, type ShellcheckRequest, scriptRequests, shellcheckKey } from './request.js';

/** How one call ended. */
export type ShellcheckCall = { readonly output: string } | { readonly failure: string };

export interface ShellcheckWork {
  /** Starts shellcheck; never rejects. */
  readonly call: (request: ShellcheckRequest) => Promise<ShellcheckCall>;
  /** Calls at a time. */
  readonly concurrency: number;
  /** False: no further call is started. */
  readonly goesOn: () => boolean;
  /** Answers by key, earlier ones too; new ones are put there. */
  readonly known: Map<string, readonly ShellcheckComment[]>;
}

/** A script about which shellcheck said nothing that can be used. */
export interface ShellcheckFailure {
  readonly job: string;
  /** Half a sentence. */
  readonly reason: string;
}

/** After so many failures in a row something is wrong with shellcheck itself. */
const MOST_FAILURES = 3;

/** Asks shellcheck about every script that chat can start, each text once. */
export async function askShellcheck(
  input: LintInput,
  { call, concurrency, goesOn, known }: ShellcheckWork,
): Promise<{ readonly answers: ShellcheckAnswers; readonly failures: readonly ShellcheckFailure[] }> {
  const failures: ShellcheckFailure[] = [];
  const waiting = new Map<string, { readonly request: ShellcheckRequest; readonly job: string }>();
  for (const { request, job } of scriptRequests(createLintContext(input))) {
    const key = shellcheckKey(request);
    if (!known.has(key)) waiting.set(key, { request, job: job.job.name });
  }
  let inARow = 0;
  const work = async (): Promise<void> => {
    for (const [key, { request, job }] of waiting) {
      waiting.delete(key);
      const reason = await one(key, request);
      inARow = reason === undefined ? 0 : inARow + 1;
      if (reason !== undefined) failures.push({ job, reason });
    }
  };
  const one = async (key: string, request: ShellcheckRequest): Promise<string | undefined> => {
    if (request.input.length > SHELLCHECK_MAX_INPUT) return 'the script is too long for shellcheck';
    if (inARow >= MOST_FAILURES || !goesOn()) return 'shellcheck was not started again';
    const ended = await call(request);
    if ('failure' in ended) return ended.failure;
    const comments = readShellcheck(ended.output);
    if (comments === undefined) return 'shellcheck answered something that is no answer of it';
    known.set(key, comments);
    return undefined;
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  return { answers: (request) => known.get(shellcheckKey(request)), failures };
}
