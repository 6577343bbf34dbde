import { createPipeline, evaluatePipeline } from '@gitlab-chatops/shared/chat';
import { memoryFiles, type ResolvedConfig, resolveConfig } from '@gitlab-chatops/shared/ci';
import type { JobVerdict } from '@gitlab-chatops/shared/ci/policy';
import type { PipelineContext } from '@gitlab-chatops/shared/ci/variables';
import { inputObject, inputText } from '../mode.js';
import { selectContext } from '../select-context.js';

/** A name that no config of the vectors has. */
const NO_SUCH_JOB = 'no-such-job';

/** Mode `select`: which jobs a pipeline has, for each context; for chat, what each name typed there does. */
export function run(input: unknown): { contexts: unknown[] } {
  const { files, contexts } = inputObject(input);
  const text = inputText(inputObject(input), 'yaml');
  if (!Array.isArray(contexts)) throw new TypeError('the input has no list "contexts"');
  const provider = memoryFiles(textFiles(files));
  const resolve = (context: PipelineContext) =>
    resolveConfig({ path: '.gitlab-ci.yml', text }, provider, { context, edition: 'foss' });
  // Only includes look at the pipeline.
  let once: ResolvedConfig | undefined;
  return {
    contexts: contexts.map((one: unknown) => {
      const context = selectContext(inputObject(one));
      if (!text.includes('include')) once ??= resolve(context);
      const config = once ?? resolve(context);
      return context.source === 'chat' ? commands(config, context) : pipeline(config, context);
    }),
  };
}

function commands(config: ResolvedConfig, context: PipelineContext): unknown {
  const names = [...config.jobs.map(({ name }) => name), NO_SUCH_JOB];
  return { commands: Object.fromEntries(names.map((name) => [name, command(config, context, name)])) };
}

function command(config: ResolvedConfig, context: PipelineContext, name: string): unknown {
  const { stop, jobs } = createPipeline(config, context, { only: name });
  const [job] = jobs;
  if (stop !== undefined || job === undefined) return { created: false, errors: [stop?.message] };
  return { created: true, ...whenOf(job) };
}

function pipeline(config: ResolvedConfig, context: PipelineContext): unknown {
  const { created, stop, workflow, jobs } = evaluatePipeline(config, context);
  return {
    // The chain of a skipped pipeline ends before the workflow is asked.
    ...(stop?.step === 'skip' ? { skipped: true } : { workflow: workflow?.pass ?? false }),
    created,
    ...(stop === undefined ? {} : { errors: [stop.message] }),
    jobs: Object.fromEntries(
      jobs.map((job) => [
        job.job.name,
        job.included ? { included: true, ...whenOf(job) } : { included: false },
      ]),
    ),
  };
}

/** `allow_failure:exit_codes` is no plain permission to fail: GitLab keeps it apart from the job's flag. */
function whenOf({ when, allowFailure }: JobVerdict): { when: string; allow_failure: boolean } {
  return { when, allow_failure: allowFailure === true };
}

function textFiles(files: unknown): Record<string, string> {
  const entries = Object.entries(inputObject(files ?? {}));
  return Object.fromEntries(entries.map(([path, text]) => [path, String(text)]));
}
