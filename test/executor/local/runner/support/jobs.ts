import type { RunnerSettings, WireJob } from '@gitlab-chatops/executor/local/runner';

/** The smallest settings of a 19.4 Runner. */
export function settings(more: Partial<RunnerSettings> = {}): RunnerSettings {
  return {
    name: 'lab',
    url: 'http://127.0.0.1:1',
    short_token: 'abcdefghi',
    system_id: 's_0123456789ab',
    version: '19.4.0',
    revision: 'd79f3e7b',
    executor: 'shell',
    feature_flags: { FF_TIMESTAMPS: false },
    ...more,
  };
}

/** A job that needs no repository. */
export function job(script: readonly string[], more: Partial<WireJob> = {}): WireJob {
  return {
    id: 42,
    token: 'jobtoken-64',
    job_info: { name: 'hello', stage: 'chat', project_id: 7, project_name: 'ops' },
    git_info: { repo_url: 'http://127.0.0.1:1/acme/ops.git', ref: 'main', sha: 'a3e53b57612a75ae75d3b7ac' },
    runner_info: { timeout: 600 },
    variables: [
      { key: 'GIT_STRATEGY', value: 'none' },
      { key: 'CI_JOB_TOKEN', value: 'jobtoken-64', masked: true },
    ],
    steps: [{ name: 'script', script }],
    features: { trace_sections: true, failure_reasons: ['job_canceled', 'runner_interrupted'] },
    ...more,
  };
}

export function afterScript(...script: readonly string[]): NonNullable<WireJob['steps']>[number] {
  return { name: 'after_script', script };
}
