import type { ResolvedConfig, ResolvedJob } from '../ci/index.js';
import { ServerFailure } from '../ci/rules/index.js';
import type { PipelineContext } from '../ci/variables/index.js';
import { type IsUnknownVariable, possibleOutcomes } from './possible-outcomes.js';

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

/** Which other sources run the job, or may. What they change is not known, so `changes` leaves both ways open. */
export function otherSources(
  config: ResolvedConfig,
  job: ResolvedJob,
  context: PipelineContext,
  isUnknown: IsUnknownVariable,
): string[] {
  const base: PipelineContext = { ...context, changedPaths: { kind: 'unknown' }, pipelineVariables: [] };
  return SOURCES.filter(([, of]) => mayRun(config, job, of(base), isUnknown)).map(([name]) => name);
}

function mayRun(
  config: ResolvedConfig,
  job: ResolvedJob,
  context: PipelineContext,
  isUnknown: IsUnknownVariable,
): boolean {
  try {
    return possibleOutcomes(config, job, context, isUnknown).ways.some(({ included }) => included);
  } catch (error) {
    if (error instanceof ServerFailure) return false;
    throw error;
  }
}
