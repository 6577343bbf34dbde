import type { SourceRange } from '../ci/index.js';
import type { JobVerdict } from '../ci/policy/index.js';
import type { Problem } from '../errors/index.js';
import { chatCause } from './causes.js';

/** GitLab's default of `ci_needs_size_limit` (plan limits). */
const MAX_NEEDS = 50;

/** One message of the seed step. */
export interface SeedError {
  /** GitLab's own words. */
  readonly message: string;
  readonly cause: Problem;
  readonly at?: SourceRange;
}

/** The jobs of one stage. */
export interface StageSeed {
  readonly name: string;
  readonly jobs: readonly JobVerdict[];
}

/**
 * What GitLab objects to once it knows which jobs are in. Stages without a job are not asked, so the failed rule of
 * a lone job goes unreported. GitLab: lib/gitlab/ci/pipeline/seed/{pipeline,stage,build}.rb.
 */
export function seedErrors(stages: readonly StageSeed[]): SeedError[] {
  const present = new Set<string>();
  const errors: SeedError[] = [];
  for (const { jobs } of stages) {
    for (const { job, included } of jobs) if (included) present.add(job.name);
    if (!jobs.some(({ included }) => included)) continue;
    for (const verdict of jobs) errors.push(...jobErrors(verdict, present));
  }
  return errors;
}

function jobErrors(verdict: JobVerdict, present: ReadonlySet<string>): SeedError[] {
  const { job, included, rulesError } = verdict;
  if (rulesError !== undefined) {
    const message = `Failed to parse rule for ${job.name}: ${rulesError}`;
    return [{ message, cause: chatCause('CHAT_RULE_FAILED', message), at: job.keys.get('rules') ?? job.at }];
  }
  if (!included) return [];
  return [...needsErrors(verdict, present), ...variableErrors(verdict)];
}

/** The job's own needs are checked, even where a rule has others. */
function needsErrors({ job }: JobVerdict, present: ReadonlySet<string>): SeedError[] {
  const needs = job.needs?.job ?? [];
  const at = job.keys.get('needs') ?? job.at;
  if (needs.length > MAX_NEEDS) {
    const message =
      `${job.name}: one job can only need ${MAX_NEEDS} others, but you have listed ${needs.length}. ` +
      'See needs keyword documentation for more details';
    return [{ message, cause: chatCause('CHAT_TOO_MANY_NEEDS', message), at }];
  }
  return needs
    .filter(({ name, optional }) => !optional && !present.has(name))
    .map((need) => {
      const message =
        `'${job.name}' job needs '${need.name}' job, but '${need.name}' does not exist in the pipeline. ` +
        'This might be because of the only, except, or rules keywords. ' +
        'To need a job that sometimes does not exist in the pipeline, use needs:optional.';
      const cause = chatCause(
        'CHAT_NEED_MISSING',
        `${job.name} needs ${need.name}, which is not in this pipeline`,
      );
      return { message, cause, at: need.at ?? at };
    });
}

function variableErrors({ job, variableError }: JobVerdict): SeedError[] {
  const error = variableError();
  if (error === undefined) return [];
  const message = `${job.name}: ${error}`;
  return [
    { message, cause: chatCause('CHAT_VARIABLE_LOOP', message), at: job.keys.get('variables') ?? job.at },
  ];
}
