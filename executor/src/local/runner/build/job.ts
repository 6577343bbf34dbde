import { type JobResponse, type JobStep, type Variable, variable } from '../../../job/index.js';

/** The keys of a job response that the shared type does not name because only the Runner's own loop needs them. */
interface RunnerOnly {
  readonly policy_options?: {
    readonly execution_policy_job?: boolean;
    readonly policy_name?: string;
    readonly policy_variables_override_allowed?: boolean | null;
    readonly policy_variables_override_exceptions?: readonly string[] | null;
  };
  readonly suspend_options?: {
    readonly suspend_on_success?: boolean;
    readonly suspend_on_failure?: boolean;
    readonly runtime_environment_key?: string;
  };
  /** Native steps as a text of JSON. */
  readonly run?: string | null;
}

export type WireJob = JobResponse & RunnerOnly;

/** A variable the Runner adds itself. */
export function internalVariable(key: string, value: string, extra?: Partial<Variable>): Variable {
  return variable({ key, value, public: true, internal: true, ...extra });
}

/** A job with the parts that everything hangs on: what a server leaves out is empty or 0, as in Go. */
export function completeJob(job: WireJob): WireJob {
  return {
    ...job,
    job_info: { ...EMPTY_JOB_INFO, ...job.job_info },
    git_info: { ...EMPTY_GIT_INFO, ...job.git_info },
  };
}

const EMPTY_JOB_INFO: WireJob['job_info'] = { name: '', stage: '', project_id: 0, project_name: '' };
const EMPTY_GIT_INFO: WireJob['git_info'] = { repo_url: '', ref: '', sha: '' };

/** null and absent are the same to Go's decoder: a nil slice. */
export function listOf<T>(list: readonly T[] | null | undefined): readonly T[] {
  return list ?? [];
}

/** Name of the stage that runs a step: common/build.go StepToBuildStage. */
export function stageOfStep(step: JobStep): string {
  return `step_${(step.name ?? '').toLowerCase()}`;
}
