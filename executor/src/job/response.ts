/**
 * The job response: what GitLab's `POST /api/v4/jobs/request` answers with 201, and what the Runner re-encodes
 * into JOB_RESPONSE_FILE (Runner ≥ 14.1). Lists may be null and strings empty there.
 * Source: gitlab-runner common/spec (19.4), GitLab lib/api/entities/ci/job_request/response.rb.
 */
export interface JobVariable {
  readonly key: string;
  readonly value: string;
  readonly public?: boolean;
  readonly file?: boolean;
  readonly masked?: boolean;
  /** true: the Runner does not expand `$NAME` inside the value. */
  readonly raw?: boolean;
}

export interface JobStep {
  /** `script`, `after_script`, `release`, … */
  readonly name: string;
  readonly script: readonly string[];
  /** Seconds. */
  readonly timeout?: number;
  readonly when?: string;
  readonly allow_failure?: boolean;
}

export interface JobInfo {
  readonly id?: number;
  readonly name: string;
  readonly stage: string;
  readonly pipeline_id?: number;
  readonly project_id: number;
  readonly project_name: string;
  readonly project_full_path?: string;
  readonly user_id?: number;
  readonly time_in_queue_seconds?: number;
  readonly project_jobs_running_on_instance_runners_count?: string;
}

export interface GitInfo {
  readonly repo_url: string;
  readonly repo_object_format?: string;
  readonly ref: string;
  readonly ref_type?: string;
  readonly sha: string;
  readonly before_sha?: string;
  readonly refspecs?: readonly string[] | null;
  readonly depth?: number;
  readonly protected?: boolean | null;
}

export interface JobImage {
  readonly name: string;
  readonly alias?: string;
  readonly command?: readonly string[] | null;
  readonly entrypoint?: readonly string[] | null;
  readonly variables?: readonly JobVariable[] | null;
}

export interface JobArtifact {
  readonly name?: string;
  readonly untracked?: boolean;
  readonly paths?: readonly string[] | null;
  readonly exclude?: readonly string[] | null;
  readonly when?: string;
  readonly artifact_type?: string;
  readonly artifact_format?: string;
  readonly expire_in?: string;
}

export interface JobCache {
  readonly key?: string;
  readonly untracked?: boolean;
  readonly policy?: string;
  readonly paths?: readonly string[] | null;
  readonly when?: string;
  readonly fallback_keys?: readonly string[] | null;
}

export interface JobDependency {
  readonly id: number;
  readonly token: string;
  readonly name: string;
  readonly artifacts_file?: {
    readonly filename: string;
    readonly size: number;
  };
}

export interface JobFeatures {
  readonly trace_sections?: boolean;
  readonly token_mask_prefixes?: readonly string[] | null;
  readonly failure_reasons?: readonly string[] | null;
}

export interface JobResponse {
  readonly id: number;
  readonly token: string;
  readonly allow_git_fetch?: boolean;
  readonly job_info: JobInfo;
  readonly git_info: GitInfo;
  readonly runner_info?: { readonly uuid?: string; readonly timeout: number };
  readonly variables?: readonly JobVariable[] | null;
  readonly steps?: readonly JobStep[] | null;
  readonly hooks?: readonly { readonly name: string; readonly script: readonly string[] }[] | null;
  readonly image?: JobImage | null;
  readonly services?: readonly JobImage[] | null;
  readonly artifacts?: readonly JobArtifact[] | null;
  readonly cache?: readonly JobCache[] | null;
  readonly credentials?:
    | readonly {
        readonly type: string;
        readonly url: string;
        readonly username: string;
        readonly password: string;
      }[]
    | null;
  readonly dependencies?: readonly JobDependency[] | null;
  readonly features?: JobFeatures;
  readonly secrets?: Readonly<Record<string, unknown>> | null;
}
