import { availableParallelism } from 'node:os';
import { CodedError } from '@gitlab-chatops/shared/errors';
import {
  askShellcheck,
  type LintInput,
  type ShellcheckAnswers,
  type ShellcheckFailure,
  type ShellcheckWork,
} from '@gitlab-chatops/shared/lint';
import { callShellcheck, findShellcheck } from '../shellcheck/index.js';

/** For all configurations of one call: a pipeline of a thousand jobs is not worth longer. */
const DEADLINE_MS = 60_000;
/** More would only wait for each other's memory. */
const MOST_PROCESSES = 4;

/**
 * shellcheck for one call of `lint`: it joins in where it is installed, `--shellcheck` wants it, `--no-shellcheck` does
 * not. The repository need not be trusted for it: it reads text, and is the machine's own program.
 */
export class LintShellcheck {
  readonly #wanted: boolean | undefined;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #end = Date.now() + DEADLINE_MS;
  readonly #known: ShellcheckWork['known'] = new Map();
  readonly failures: ShellcheckFailure[] = [];

  constructor(wanted: boolean | undefined, environment: NodeJS.ProcessEnv) {
    this.#wanted = wanted;
    this.#environment = environment;
  }

  /** What it says of one configuration's scripts; undefined: it is not there. Throws CONFIG_SHELLCHECK_MISSING. */
  async ask(input: LintInput, root: string): Promise<ShellcheckAnswers | undefined> {
    if (this.#wanted === false) return undefined;
    const program = findShellcheck(this.#environment.PATH, root);
    if (program === undefined) {
      if (this.#wanted) throw missing();
      return undefined;
    }
    const { answers, failures } = await askShellcheck(input, {
      call: (request) => callShellcheck(program, request),
      concurrency: Math.min(MOST_PROCESSES, availableParallelism()),
      goesOn: () => Date.now() < this.#end,
      known: this.#known,
    });
    this.failures.push(...failures);
    return answers;
  }

  /** `--shellcheck` asked for more than could be had. */
  get fellShort(): boolean {
    return this.#wanted === true && this.failures.length > 0;
  }

  /** One line a reason, for standard error. */
  notes(): string {
    const jobs = new Map<string, string[]>();
    for (const { reason, job } of this.failures) jobs.set(reason, [...(jobs.get(reason) ?? []), job]);
    return [...jobs]
      .map(([reason, names]) => `gitlab-chatops: ${reason}; not read: the script of ${listed(names)}\n`)
      .join('');
  }
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => JSON.stringify(name));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function missing(): CodedError {
  return new CodedError({
    code: 'CONFIG_SHELLCHECK_MISSING',
    message: 'shellcheck was not found on PATH, where folders of the repository do not count.',
    wayOut: 'Install it (apt-get install shellcheck), or leave out --shellcheck.',
  });
}
