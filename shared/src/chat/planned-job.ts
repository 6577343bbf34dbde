import type { ConfigImage } from '../ci/index.js';
import type { JobVerdict } from '../ci/policy/index.js';
import { environmentName, expandVariables, type PipelineContext } from '../ci/variables/index.js';
import type { PlannedImage, PlannedJob } from './plan.js';

/** The job as GitLab hands it to a Runner. GitLab: lib/gitlab/ci/yaml_processor/result.rb and seed/build.rb. */
export function plannedJob(verdict: JobVerdict, context: PipelineContext): PlannedJob {
  const { job, when, allowFailure, startIn, interruptible } = verdict;
  const { beforeScript, script, afterScript, environment, timeout, image } = job;
  return {
    name: job.name,
    stage: job.stage,
    when: plannedWhen(when),
    ...(when === 'delayed' && startIn !== undefined ? { startIn } : {}),
    allowFailure,
    script: [...beforeScript, ...script].map(({ value }) => value),
    afterScript: afterScript.map(({ value }) => value),
    yamlVariables: verdict.variables.map(({ key, value, raw }) => ({ key, value, raw })),
    chatVariables: context.pipelineVariables.map(({ key, value }) => ({ key, value, raw: false })),
    ...(environment === undefined
      ? {}
      : {
          environment: {
            name: environmentName(context, job, verdict.variables),
            action: environment.action,
            ...(environment.url === undefined ? {} : { url: environment.url }),
          },
        }),
    ...(timeout === undefined ? {} : { timeout }),
    retry: job.retry?.max ?? 0,
    tags: job.tags.map((tag) => expandVariables(tag, verdict.seen, 'keep')),
    ...(image === undefined ? {} : { image: plannedImage(image) }),
    services: job.services.map(plannedImage),
    ...(interruptible === undefined ? {} : { interruptible }),
    at: job.at,
  };
}

function plannedWhen(when: string): PlannedJob['when'] {
  switch (when) {
    case 'on_failure':
    case 'always':
    case 'manual':
    case 'delayed':
      return when;
    default:
      return 'on_success';
  }
}

function plannedImage({ name, entrypoint, alias, command }: ConfigImage): PlannedImage {
  return {
    name,
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(alias === undefined ? {} : { alias }),
    ...(command === undefined ? {} : { command }),
  };
}
