import { listOf, type WireJob } from '../build/index.js';
import { encodeJson } from '../go/index.js';

/**
 * A `run:` job as a script that calls step-runner, since neither executor runs steps itself; or why it cannot be one.
 * Source: common/spec/spec.go ValidateStepsJobRequest.
 */
export function withShimmedSteps(job: WireJob): { readonly job: WireJob } | { readonly problem: string } {
  const run = runSteps(job);
  if (run === undefined) return { job };
  if (listOf(job.steps).some(({ script }) => listOf(script).length > 0)) {
    return { problem: 'the `run` and `script` keywords cannot be used together' };
  }
  const variables = listOf(job.variables);
  if (variables.some(({ key, value }) => key === 'STEPS' && value !== '')) {
    return { problem: 'the `run` keyword requires the exclusive use of the variable STEPS' };
  }
  return {
    job: {
      ...job,
      variables: [...variables, { key: 'STEPS', value: encodeJson(run), raw: true }],
      steps: [
        {
          name: 'script',
          script: ['step-runner ci'],
          timeout: 3600,
          when: 'on_success',
          allow_failure: false,
        },
      ],
    },
  };
}

/** The steps of `run`, which is a text of JSON; undefined when there are none. */
function runSteps(job: WireJob): unknown[] | undefined {
  if (job.run === undefined || job.run === null) return undefined;
  const steps: unknown = JSON.parse(job.run);
  return Array.isArray(steps) && steps.length > 0 ? steps : undefined;
}
