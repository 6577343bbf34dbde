import { encodeJson } from '../../../go/index.js';
import type {
  JobArtifact,
  JobCache,
  JobDependency,
  JobImage,
  JobStep,
  JobVariable,
} from '../../../job/index.js';
import type { WireJob } from '../build/index.js';

/**
 * JOB_RESPONSE_FILE: the job as the Runner understood it, in Go's order of fields. Unknown fields are lost, missing
 * lists become null, texts "" and numbers 0. Source: common/spec/spec.go.
 */
export function encodeJobResponse(job: WireJob): string {
  return `${encodeJson({
    id: job.id,
    token: job.token,
    allow_git_fetch: job.allow_git_fetch ?? false,
    job_info: jobInfo(job),
    git_info: gitInfo(job),
    runner_info: { uuid: job.runner_info?.uuid ?? '', timeout: job.runner_info?.timeout ?? 0 },
    inputs: {},
    variables: listed(job.variables, variable),
    steps: listed(job.steps, step),
    image: image(job.image ?? undefined),
    services: listed(job.services, image),
    artifacts: listed(job.artifacts, artifact),
    cache: listed(job.cache, cache),
    credentials: listed(job.credentials, (one) => ({
      type: one.type,
      url: one.url,
      username: one.username,
      password: one.password,
    })),
    dependencies: listed(job.dependencies, dependency),
    features: {
      trace_sections: job.features?.trace_sections ?? false,
      token_mask_prefixes: job.features?.token_mask_prefixes ?? null,
      failure_reasons: job.features?.failure_reasons ?? null,
      tracing: null,
    },
    ...filled('secrets', job.secrets, Object.keys(job.secrets ?? {}).length),
    ...filled(
      'hooks',
      listed(job.hooks, ({ name, script }) => ({ name, script: script ?? null })),
      job.hooks?.length,
    ),
    policy_options: policyOptions(job),
    suspend_options: suspendOptions(job),
  })}\n`;
}

/** Go's omitempty. */
function filled(name: string, value: unknown, size: number | undefined): Record<string, unknown> {
  return size === undefined || size === 0 ? {} : { [name]: value };
}

function listed<T>(list: readonly T[] | null | undefined, encode: (one: T) => unknown): unknown[] | null {
  return list === null || list === undefined ? null : list.map(encode);
}

function jobInfo({ job_info }: WireJob): unknown {
  const more: Readonly<Record<string, unknown>> = { ...job_info };
  const number = (name: string): unknown => more[name] ?? 0;
  const text = (name: string): unknown => more[name] ?? '';
  const scoped = more.scoped_user_id;
  return {
    name: text('name'),
    stage: text('stage'),
    pipeline_id: number('pipeline_id'),
    project_id: number('project_id'),
    project_name: text('project_name'),
    project_full_path: text('project_full_path'),
    namespace_id: number('namespace_id'),
    root_namespace_id: number('root_namespace_id'),
    organization_id: number('organization_id'),
    instance_id: text('instance_id'),
    instance_uuid: text('instance_uuid'),
    user_id: number('user_id'),
    ...(scoped === undefined || scoped === null ? {} : { scoped_user_id: scoped }),
    time_in_queue_seconds: number('time_in_queue_seconds'),
    project_jobs_running_on_instance_runners_count: text('project_jobs_running_on_instance_runners_count'),
    queue_size: number('queue_size'),
    queue_depth: number('queue_depth'),
  };
}

function gitInfo({ git_info }: WireJob): unknown {
  return {
    repo_url: git_info.repo_url ?? '',
    repo_object_format: git_info.repo_object_format ?? '',
    ref: git_info.ref ?? '',
    sha: git_info.sha ?? '',
    before_sha: git_info.before_sha ?? '',
    ref_type: git_info.ref_type ?? '',
    refspecs: git_info.refspecs ?? null,
    depth: git_info.depth ?? 0,
    protected: git_info.protected ?? null,
  };
}

function variable(one: JobVariable): unknown {
  return {
    key: one.key ?? '',
    value: one.value ?? '',
    public: one.public ?? false,
    file: one.file ?? false,
    masked: one.masked ?? false,
    raw: one.raw ?? false,
  };
}

function step(one: JobStep): unknown {
  return {
    name: one.name ?? '',
    script: one.script ?? null,
    timeout: one.timeout ?? 0,
    when: one.when ?? '',
    allow_failure: one.allow_failure ?? false,
  };
}

function image(one: JobImage | undefined): unknown {
  const more: Readonly<Record<string, unknown>> = { ...one };
  const lists = { command: one?.command, entrypoint: one?.entrypoint, ports: more.ports };
  return {
    name: one?.name ?? '',
    ...filled('alias', one?.alias, one?.alias?.length),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => Array.isArray(list) && list.length > 0)),
    ...filled('variables', listed(one?.variables, variable), one?.variables?.length),
    ...(Array.isArray(more.pull_policy) && more.pull_policy.length > 0
      ? { pull_policy: more.pull_policy }
      : {}),
    executor_opts: executorOptions(more.executor_opts),
  };
}

function executorOptions(given: unknown): unknown {
  const docker = member(given, 'docker');
  const kubernetes = member(given, 'kubernetes');
  return {
    docker: { platform: textMember(docker, 'platform'), user: textMember(docker, 'user') },
    kubernetes: { user: textMember(kubernetes, 'user') },
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** A user may be given as a number: spec.StringOrInt64. */
function textMember(value: unknown, name: string): string {
  const found = member(value, name);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}

function artifact(one: JobArtifact): unknown {
  return {
    name: one.name ?? '',
    untracked: one.untracked ?? false,
    paths: one.paths ?? null,
    exclude: one.exclude ?? null,
    when: one.when ?? '',
    artifact_type: one.artifact_type ?? '',
    artifact_format: one.artifact_format ?? '',
    expire_in: one.expire_in ?? '',
  };
}

function cache(one: JobCache): unknown {
  return {
    key: one.key ?? '',
    untracked: one.untracked ?? false,
    policy: one.policy ?? '',
    paths: one.paths ?? null,
    when: one.when ?? '',
    fallback_keys: one.fallback_keys ?? null,
  };
}

function dependency(one: JobDependency): unknown {
  const { filename = '', size = 0 } = one.artifacts_file ?? {};
  return { id: one.id, token: one.token, name: one.name, artifacts_file: { filename, size } };
}

function policyOptions({ policy_options }: WireJob): unknown {
  const allowed = policy_options?.policy_variables_override_allowed;
  const exceptions = policy_options?.policy_variables_override_exceptions;
  return {
    execution_policy_job: policy_options?.execution_policy_job ?? false,
    policy_name: policy_options?.policy_name ?? '',
    ...(allowed === undefined || allowed === null ? {} : { policy_variables_override_allowed: allowed }),
    ...filled('policy_variables_override_exceptions', exceptions, exceptions?.length),
  };
}

function suspendOptions({ suspend_options }: WireJob): unknown {
  const key = suspend_options?.runtime_environment_key;
  return {
    ...(suspend_options?.suspend_on_success === true ? { suspend_on_success: true } : {}),
    ...(suspend_options?.suspend_on_failure === true ? { suspend_on_failure: true } : {}),
    ...filled('runtime_environment_key', key, key?.length),
  };
}
