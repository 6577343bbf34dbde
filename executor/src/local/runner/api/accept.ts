import { encodeJson } from '../../../go/index.js';
import type { JobImage } from '../../../job/index.js';
import { listOf, type WireJob } from '../build/index.js';

/** A job this Runner can run, or the sentence its log gets instead. */
export type Acceptance = { readonly job: WireJob } | { readonly problem: string };

const EXECUTOR_OPTIONS = { docker: ['platform', 'user'], kubernetes: ['user'] } as const;

/** What a Runner checks before it says that a job runs. Source: commands/multi.go requestJob. */
export function acceptJob(job: WireJob): Acceptance {
  const images = [
    ...(job.image === null || job.image === undefined ? [] : [job.image]),
    ...listOf(job.services),
  ];
  const unsupported = images.flatMap(unsupportedOptions);
  if (unsupported.length > 0) return { problem: unsupported.join('\n') };
  return withShimmedSteps(job);
}

/** Options of an image that this version does not know. Source: common/spec/spec.go executorOptions. */
function unsupportedOptions(image: JobImage): string[] {
  const options = objectIn({ ...image }, 'executor_opts');
  const places = Object.entries(EXECUTOR_OPTIONS).map(
    ([name, known]) => [`${name} executor`, objectIn(options, name), known] as const,
  );
  const all = [['executor_opts', options, Object.keys(EXECUTOR_OPTIONS)] as const, ...places];
  return all.flatMap(([place, given, known]) => {
    const unknown = Object.keys(given).filter((name) => !known.some((one) => one === name));
    if (unknown.length === 0) return [];
    const supported = `supported options are [${known.join(' ')}]`;
    return [`Unsupported "image" options [${unknown.join(' ')}] for "${place}"; ${supported}`];
  });
}

function objectIn(
  object: Readonly<Record<string, unknown>>,
  name: string,
): Readonly<Record<string, unknown>> {
  const value = object[name];
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/**
 * A `run:` job as a script that calls step-runner, since neither executor runs steps itself.
 * Source: common/spec/spec.go ValidateStepsJobRequest.
 */
function withShimmedSteps(job: WireJob): Acceptance {
  const run = runSteps(job);
  if (run === undefined) return { job };
  if (listOf(job.steps).some(({ script }) => listOf(script).length > 0)) {
    return { problem: 'the `run` and `script` keywords cannot be used together' };
  }
  const variables = listOf(job.variables);
  if (variables.some(({ key, value }) => key === 'STEPS' && value !== '')) {
    return { problem: 'the `run` keyword requires the exclusive use of the variable STEPS' };
  }
  const script = ['step-runner ci'];
  return {
    job: {
      ...job,
      variables: [...variables, { key: 'STEPS', value: encodeJson(run), raw: true }],
      steps: [{ name: 'script', script, timeout: 3600, when: 'on_success', allow_failure: false }],
    },
  };
}

/** The steps of `run`, which is a text of JSON; undefined when there are none. */
function runSteps(job: WireJob): unknown[] | undefined {
  if (job.run === undefined || job.run === null) return undefined;
  const steps: unknown = JSON.parse(job.run);
  return Array.isArray(steps) && steps.length > 0 ? steps : undefined;
}
