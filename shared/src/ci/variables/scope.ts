import { isBlank } from '../expression/index.js';
import type { ConfigVariable, ResolvedJob } from '../model.js';
import { type Variable, VariableCollection } from './collection.js';
import type { PipelineContext } from './context.js';
import { expandVariables } from './expand.js';
import { pipelineVariables, predefined, projectVariables, userVariables, when } from './predefined.js';
import { settingVariables } from './settings.js';
import { jobGroupName, slugify } from './slug.js';
import { sortAndExpandAll } from './sort-and-expand.js';

/** The parts of a job that its predefined variables come from. */
export type JobFacts = Pick<ResolvedJob, 'name' | 'stage' | 'when' | 'instance' | 'environment'>;

/**
 * Include time: `include`, `include:rules`, `$[[ … | expand_vars ]]`. No YAML variables, no user, no job.
 * GitLab: `config_variables` in lib/gitlab/ci/variables/builder.rb. CHAT_* are added after the config is processed
 * (lib/gitlab/chat/command.rb), so a chat pipeline's own variables are not among them.
 */
export function configVariables(context: PipelineContext): VariableCollection {
  const early = context.source === 'chat' ? { ...context, pipelineVariables: [] } : context;
  return new VariableCollection([
    ...projectVariables(early),
    ...pipelineVariables(early),
    ...settingVariables(early, null),
  ]);
}

/**
 * What `workflow:rules` see: a stub job without a name, less CI_JOB_* and CI_BUILD_*.
 * GitLab: lib/gitlab/ci/build/context/global.rb.
 */
export function workflowVariables(
  context: PipelineContext,
  root: readonly ConfigVariable[],
): VariableCollection {
  return scoped(context, [...triggerPairs(context), ['CI_NODE_TOTAL', '1']], root, null);
}

/**
 * What a job's rules and only/except see, lowest precedence first.
 * GitLab: `scoped_variables_for_pipeline_seed` and lib/gitlab/ci/build/context/build.rb.
 */
export function jobVariables(
  context: PipelineContext,
  job: JobFacts,
  yaml: readonly ConfigVariable[],
): VariableCollection {
  const own = jobPairs(context, job);
  if (job.environment === undefined) return scoped(context, own, yaml, null);
  const name = environmentName(context, job, yaml);
  const pairs = isBlank(name) ? own : [...own, ...environmentPairs(name, job)];
  return scoped(context, pairs, yaml, name);
}

/** The environment's name as it is expanded for rules: with the job's other variables, unknown ones removed. */
export function environmentName(
  context: PipelineContext,
  job: JobFacts,
  yaml: readonly ConfigVariable[],
): string {
  const simple = scoped(context, jobPairs(context, job), yaml, null);
  return expandVariables(job.environment?.name ?? '', sortAndExpandAll(simple), 'remove');
}

type Pair = readonly [key: string, value: string | null];

function scoped(
  context: PipelineContext,
  own: readonly Pair[],
  yaml: readonly ConfigVariable[],
  environment: string | null,
): VariableCollection {
  const { place, user, settings } = sharedLayers(context);
  const top = environment === null ? settings : settingVariables(context, environment);
  return new VariableCollection(top, undefined, [
    predefined(context, own),
    place,
    yaml.map(({ key, value, raw }): Variable => ({ key, value, raw, origin: 'yaml' })),
    user,
  ]);
}

interface SharedLayers {
  readonly place: readonly Variable[];
  readonly user: readonly Variable[];
  /** Without an environment. */
  readonly settings: readonly Variable[];
}

const SHARED = new WeakMap<PipelineContext, SharedLayers>();

/** What is the same for every job of a pipeline. */
function sharedLayers(context: PipelineContext): SharedLayers {
  const known = SHARED.get(context);
  if (known !== undefined) return known;
  const layers = {
    place: [...projectVariables(context), ...pipelineVariables(context)],
    user: userVariables(context),
    settings: settingVariables(context, null),
  };
  SHARED.set(context, layers);
  return layers;
}

function jobPairs(context: PipelineContext, { name, stage, when: jobWhen, instance }: JobFacts): Pair[] {
  return [
    ['CI_JOB_NAME', name],
    ['CI_JOB_NAME_SLUG', slugify(name)],
    ['CI_JOB_GROUP_NAME', jobGroupName(name)],
    ['CI_JOB_STAGE', stage],
    // GitLab: ACTIONABLE_WHEN in app/models/ci/processable.rb.
    ...when(jobWhen === 'manual' || jobWhen === 'delayed', ['CI_JOB_MANUAL', 'true']),
    ...triggerPairs(context),
    ...(instance === undefined ? [] : ([['CI_NODE_INDEX', String(instance.index)]] as const)),
    ['CI_NODE_TOTAL', String(instance?.total ?? 1)],
  ];
}

function triggerPairs({ triggerShortToken }: PipelineContext): Pair[] {
  if (triggerShortToken === undefined) return [];
  return [
    ['CI_PIPELINE_TRIGGERED', 'true'],
    ['CI_TRIGGER_SHORT_TOKEN', triggerShortToken],
  ];
}

/** No environment exists before the pipeline does, so tier and URL are what the job says. */
function environmentPairs(name: string, { environment }: JobFacts): Pair[] {
  return [
    ['CI_ENVIRONMENT_NAME', name],
    ['CI_ENVIRONMENT_ACTION', environment?.action ?? 'start'],
    ['CI_ENVIRONMENT_TIER', environment?.deploymentTier ?? null],
    ['CI_ENVIRONMENT_URL', environment?.url ?? null],
  ];
}
