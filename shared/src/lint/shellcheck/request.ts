import type { LintContext, LintJob } from '../context.js';
import type { JobScript } from '../shell/script.js';

/** The shells of job images that shellcheck knows; busybox's is nearest to dash. */
export type ShellcheckShell = 'bash' | 'dash';

/** One call of shellcheck. */
export interface ShellcheckRequest {
  readonly shell: ShellcheckShell;
  /** For standard input. */
  readonly input: string;
}

/** A request with what it was made of. */
export interface ScriptRequest {
  readonly request: ShellcheckRequest;
  readonly script: JobScript;
  readonly job: LintJob;
}

/** Past this shellcheck, whose time grows with the square of the length, needs longer than anybody waits. */
export const SHELLCHECK_MAX_INPUT = 100_000;

/** Equal for equal requests. */
export function shellcheckKey({ shell, input }: ShellcheckRequest): string {
  return `${shell} ${input}`;
}

/** Argument vector of shellcheck (0.7 and later): nothing of the repository is read, the script comes from standard input. */
export function shellcheckArguments({ shell }: Pick<ShellcheckRequest, 'shell'>): readonly string[] {
  return ['--norc', `--shell=${shell}`, '--format=json1', '-'];
}

/** For one script. `timeoutMs`: a thousand lines take a second. `outputBytes`: some hundred a finding; more is no answer. */
export const SHELLCHECK_LIMITS = { timeoutMs: 10_000, outputBytes: 16 * 1024 * 1024 } as const;

/** None of the caller's environment (SHELLCHECK_OPTS could name files to read) but SystemRoot: without it no program starts on Windows. */
export function shellcheckEnvironment({
  SystemRoot,
}: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return { LC_ALL: 'C.UTF-8', ...(SystemRoot === undefined ? {} : { SystemRoot }) };
}

/** Lines before the script in a request's input. */
export const HEADER_LINES = 1;

/** The scripts of all jobs that chat can start, as the Runner joins them. */
export function* scriptRequests({ jobs }: Pick<LintContext, 'jobs'>): Generator<ScriptRequest> {
  for (const job of jobs) {
    if (!job.reachable) continue;
    const shell = shellOf(job);
    for (const script of job.scripts) {
      if (script.text.trim() === '' || isPowerShell(script.text)) continue;
      yield { request: { shell, input: `${HEADERS[shell]}${script.text}` }, script, job };
    }
  }
}

/**
 * The Runner ends a script at the first command that fails (shells/bash.go, `set -eo pipefail`). Said by a first line, not
 * by a command, so that a `# shellcheck disable=` before the first command counts for the whole script, as in a file.
 */
const HEADERS: Readonly<Record<ShellcheckShell, string>> = {
  bash: '#!/bin/bash -e\n',
  dash: '#!/bin/dash -e\n',
};

/** The Runner takes bash where the image has it (shells/bash.go, `BashDetectShellScript`); these have none. */
function shellOf({ job: { image } }: LintJob): ShellcheckShell {
  const [, name = '', tag = ''] = /^(?:.*\/)?([^:@]+)(?::([^@]+))?/.exec(image?.name ?? '') ?? [];
  return /^(alpine|busybox)$/.test(name) || /(^|-)(alpine|busybox)([\d.]*)$/.test(tag) ? 'dash' : 'bash';
}

/** A Windows runner's scripts are no shell scripts. */
function isPowerShell(text: string): boolean {
  return /\$env:\w|^\s*(?:\$\w+\s+=\s|(?:Write|Get|Set|New|Remove|Invoke|Start|Test|Copy|Import|Install|ConvertTo)-[A-Z])/m.test(
    text,
  );
}
