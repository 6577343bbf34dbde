import { isBlank } from '../expression/index.js';
import type { ConfigVariable, ResolvedJob } from '../model.js';
import { VariableCollection } from './collection.js';
import type { PipelineContext } from './context.js';
import { expandVariables } from './expand.js';
import { VariableLayer } from './layer.js';
import { pipelineVariables, predefined, projectVariables, userVariables, when } from './predefined.js';
import { mayReference } from './reference.js';
import { settingVariables } from './settings.js';
import { jobGroupName, slugify } from './slug.js';
import { sortAndExpandAll } from './sort-and-expand.js';
import type { Variable } from './variable.js';

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
  const own = new VariableLayer(() =>
    predefined(context, [...triggerPairs(context), ['CI_NODE_TOTAL', '1']]),
  );
  return scoped(context, [own], root, null);
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
  const own = jobLayer(context, job);
  if (job.environment === undefined) return scoped(context, [own], yaml, null);
  const name = environmentName(context, job, yaml);
  if (isBlank(name)) return scoped(context, [own], yaml, name);
  const environment = new VariableLayer(() => predefined(context, environmentPairs(name, job)));
  return scoped(context, [own, environment], yaml, name);
}

/** The environment's name as it is expanded for rules: with the job's other variables, unknown ones removed. */
export function environmentName(
  context: PipelineContext,
  job: JobFacts,
  yaml: readonly ConfigVariable[],
): string {
  const name = job.environment?.name ?? '';
  if (!mayReference(name)) return name;
  const simple = scoped(context, [jobLayer(context, job)], yaml, null);
  return expandVariables(name, sortAndExpandAll(simple), 'remove');
}

type Pair = readonly [key: string, value: string | null];

function scoped(
  context: PipelineContext,
  own: readonly VariableLayer[],
  yaml: readonly ConfigVariable[],
  environment: string | null,
): VariableCollection {
  const { place, user, settings } = pipelineLayers(context);
  return VariableCollection.layered([...own, place, yamlLayer(yaml), user, settings(environment)]);
}

interface PipelineLayers {
  readonly place: VariableLayer;
  readonly user: VariableLayer;
  readonly settings: (environment: string | null) => VariableLayer;
}

const PIPELINE_LAYERS = new WeakMap<PipelineContext, PipelineLayers>();

/** What is the same for every job of a pipeline. */
function pipelineLayers(context: PipelineContext): PipelineLayers {
  const known = PIPELINE_LAYERS.get(context);
  if (known !== undefined) return known;
  const byEnvironment = new Map<string | null, VariableLayer>();
  const layers: PipelineLayers = {
    place: new VariableLayer(() => [...projectVariables(context), ...pipelineVariables(context)]),
    user: new VariableLayer(() => userVariables(context)),
    settings: (environment) => {
      const found = byEnvironment.get(environment);
      if (found !== undefined) return found;
      const layer = new VariableLayer(() => settingVariables(context, environment));
      byEnvironment.set(environment, layer);
      return layer;
    },
  };
  PIPELINE_LAYERS.set(context, layers);
  return layers;
}

const JOB_LAYERS = new WeakMap<
  JobFacts,
  { readonly guessed: PipelineContext['guessed']; readonly byTrigger: Map<string | undefined, VariableLayer> }
>();

/** A job's own predefined variables, which pipelines of different sources share. */
function jobLayer(context: PipelineContext, job: JobFacts): VariableLayer {
  const { guessed, triggerShortToken } = context;
  const known = JOB_LAYERS.get(job);
  const byTrigger = known?.guessed === guessed ? known.byTrigger : new Map<string, VariableLayer>();
  if (byTrigger !== known?.byTrigger) JOB_LAYERS.set(job, { guessed, byTrigger });
  const found = byTrigger.get(triggerShortToken);
  if (found !== undefined) return found;
  const layer = new VariableLayer(() => predefined(context, jobPairs(context, job)));
  byTrigger.set(triggerShortToken, layer);
  return layer;
}

const YAML_LAYERS = new WeakMap<readonly ConfigVariable[], VariableLayer>();

function yamlLayer(yaml: readonly ConfigVariable[]): VariableLayer {
  const known = YAML_LAYERS.get(yaml);
  if (known !== undefined) return known;
  const layer = new VariableLayer(() =>
    yaml.map(({ key, value, raw }): Variable => ({ key, value, raw, origin: 'yaml' })),
  );
  YAML_LAYERS.set(yaml, layer);
  return layer;
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
