import type { ResolvedConfig, ResolvedJob } from '../ci/index.js';
import type { PipelineContext } from '../ci/variables/index.js';
import { mayRun, type OpenQuestion, type PossibleWorkflow, possibleWorkflow } from './possible-outcomes.js';
import { orServerFailure } from './server-failure.js';

const STAND_IN_MERGE_REQUEST = {
  id: 1,
  iid: 1,
  title: '',
  sourceBranch: 'feature',
  targetBranch: 'main',
  eventType: 'detached',
};

/** Pipelines that people and GitLab start without chat. */
const SOURCES: readonly (readonly [name: string, context: (base: PipelineContext) => PipelineContext])[] = [
  ['push', (base) => ({ ...base, source: 'push' })],
  ['tag', (base) => ({ ...base, source: 'push', ref: { name: 'v1.0.0', kind: 'tag' } })],
  [
    'merge_request_event',
    (base) => ({
      ...base,
      source: 'merge_request_event',
      ref: { name: 'feature', kind: 'merge_request' },
      mergeRequest: { ...STAND_IN_MERGE_REQUEST, targetBranch: base.project.defaultBranch },
    }),
  ],
  ['schedule', (base) => ({ ...base, source: 'schedule' })],
  ['web', (base) => ({ ...base, source: 'web' })],
  ['api', (base) => ({ ...base, source: 'api' })],
  ['trigger', (base) => ({ ...base, source: 'trigger', triggerShortToken: '0000' })],
  ['pipeline', (base) => ({ ...base, source: 'pipeline' })],
  ['parent_pipeline', (base) => ({ ...base, source: 'parent_pipeline' })],
];

/**
 * Asks which other sources run a job, or may; made once for all jobs of a configuration. What such a pipeline changes
 * is not known, so `changes` leaves both ways open.
 */
export function otherSourcesOf(
  config: ResolvedConfig,
  context: PipelineContext,
  question: OpenQuestion,
): (job: ResolvedJob) => string[] {
  const base: PipelineContext = { ...context, changedPaths: { kind: 'unknown' }, pipelineVariables: [] };
  let sources: readonly OtherSource[] | undefined;
  return (job) => {
    sources ??= SOURCES.flatMap(([name, of]) => {
      const source = of(base);
      const workflow = orServerFailure(() => possibleWorkflow(config, source, question));
      return workflow === undefined || workflow.passing.length === 0 ? [] : [{ name, source, workflow }];
    });
    return sources
      .filter(({ source, workflow }) => mayRun(job, source, workflow, question))
      .map(({ name }) => name);
  };
}

interface OtherSource {
  readonly name: string;
  readonly source: PipelineContext;
  readonly workflow: PossibleWorkflow;
}
