/** Bounds of the local GitLab; where GitLab has the same bound, its default. */
export interface GitLabLimits {
  /** A job's log (`ci_jobs_trace_size_limit`, 100 MB); beyond it the job fails with trace_size_exceeded. */
  readonly traceBytes: number;
  /** One trace update; a Runner sends at most 1 MiB. */
  readonly tracePatchBytes: number;
  /** One job's artifact archive (`max_artifacts_size`, 100 MB). */
  readonly artifactBytes: number;
  /** How long an idle Runner's request is held (Workhorse's apiCiLongPollingDuration, 50 s). */
  readonly longPollMs: number;
  /** Seconds between trace updates. GitLab asks for 3 while somebody looks at the job; here somebody always does. */
  readonly traceIntervalSeconds: number;
  /** A request's headers, and the whole of it, have to be here within so long. */
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly connections: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: GitLabLimits = {
  traceBytes: 100 * MIB,
  tracePatchBytes: 2 * MIB,
  artifactBytes: 100 * MIB,
  longPollMs: 50_000,
  traceIntervalSeconds: 1,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 120_000,
  connections: 256,
};
