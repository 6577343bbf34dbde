import type { JobResponse, JobVariable } from '@gitlab-chatops/executor/job';

export interface ResponseOptions {
  readonly id?: number;
  readonly script?: readonly string[];
  readonly afterScript?: readonly string[];
  /** Laid after the predefined ones, as GitLab lays a user's variables. */
  readonly variables?: readonly JobVariable[];
  readonly source?: string;
  readonly chat?: { readonly input?: string; readonly channel?: string; readonly user?: string };
  readonly extra?: Partial<JobResponse>;
}

export const publicVariable = (key: string, value: string): JobVariable => ({
  key,
  value,
  public: true,
  file: false,
  masked: false,
  raw: false,
});

export const maskedVariable = (key: string, value: string): JobVariable => ({
  ...publicVariable(key, value),
  public: false,
  masked: true,
});

/** A job response as Runner 19.4 writes it into JOB_RESPONSE_FILE. */
export function jobResponse(options: ResponseOptions = {}): JobResponse {
  const { id = 1000, script = ['echo "Hello World"'], source = 'chat' } = options;
  const step = { timeout: 3600, when: 'on_success', allow_failure: false };
  const chat = source === 'chat' ? { channel: 'C0123ABCD', user: 'U0123ABCD', ...options.chat } : undefined;
  return {
    id,
    token: `jobtoken-${id}`,
    allow_git_fetch: true,
    job_info: {
      name: 'hello-world',
      stage: 'test',
      pipeline_id: 77,
      project_id: 42,
      project_name: 'ops',
      project_full_path: 'acme/ops',
      user_id: 7,
      time_in_queue_seconds: 1.5,
      project_jobs_running_on_instance_runners_count: '0',
    },
    git_info: {
      repo_url: `https://gitlab-ci-token:jobtoken-${id}@gitlab.example.com/acme/ops.git`,
      repo_object_format: '',
      ref: 'main',
      sha: 'a3e53b57612a75ae75d3b7acc010f899219a1b8b',
      before_sha: '0000000000000000000000000000000000000000',
      ref_type: 'branch',
      refspecs: ['+refs/pipelines/77:refs/pipelines/77'],
      depth: 20,
      protected: true,
    },
    runner_info: { uuid: '', timeout: 3600 },
    variables: [
      publicVariable('CI_JOB_URL', `https://gitlab.example.com/acme/ops/-/jobs/${id}`),
      maskedVariable('CI_JOB_TOKEN', `jobtoken-${id}`),
      publicVariable('CI_PIPELINE_SOURCE', source),
      publicVariable('CI_PIPELINE_CREATED_AT', '2026-11-24T00:00:00Z'),
      ...(options.variables ?? []),
      ...(chat === undefined
        ? []
        : [
            publicVariable('CHAT_INPUT', chat.input ?? ''),
            publicVariable('CHAT_CHANNEL', chat.channel),
            publicVariable('CHAT_USER_ID', chat.user),
          ]),
    ],
    steps: [
      { name: 'script', script, ...step },
      ...(options.afterScript === undefined
        ? []
        : [{ name: 'after_script', script: options.afterScript, ...step, when: 'always' }]),
    ],
    artifacts: null,
    cache: null,
    features: { trace_sections: true, token_mask_prefixes: null, failure_reasons: null },
    ...options.extra,
  };
}
