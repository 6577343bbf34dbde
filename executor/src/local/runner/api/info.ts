import { platformOf, type RunnerSettings } from '../settings.js';

/** What this Runner can do, as it tells GitLab with every request. Source: common/network.go FeaturesInfo. */
function features(executor: RunnerSettings['executor']): Readonly<Record<string, boolean>> {
  const custom = executor === 'custom';
  return {
    variables: true,
    image: false,
    services: false,
    artifacts: true,
    cache: true,
    fallback_cache_keys: true,
    shared: true,
    upload_multiple_artifacts: true,
    upload_raw_artifacts: true,
    session: false,
    terminal: false,
    refspecs: true,
    masking: true,
    proxy: false,
    raw_variables: true,
    artifacts_exclude: true,
    multi_build_steps: true,
    trace_reset: true,
    trace_checksum: true,
    trace_size: true,
    vault_secrets: true,
    cancelable: true,
    return_exit_code: true,
    service_variables: custom,
    service_multiple_aliases: false,
    image_executor_opts: false,
    service_executor_opts: false,
    cancel_gracefully: true,
    native_steps_integration: false,
    two_phase_job_commit: true,
    // A 19.4 Runner says true; this one does not interpolate inputs.
    job_inputs: false,
  };
}

/** The `info` object of requests. Source: common/network.go Info. */
export function runnerInfo(settings: RunnerSettings): Readonly<Record<string, unknown>> {
  const [platform, architecture] = platformOf(settings).split('/');
  return {
    name: 'gitlab-runner',
    version: settings.version,
    revision: settings.revision,
    platform,
    architecture,
    executor: settings.executor,
    shell: settings.shell ?? 'bash',
    features: features(settings.executor),
    config: { gpus: '' },
  };
}
