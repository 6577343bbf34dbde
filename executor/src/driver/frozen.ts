import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CodedError } from '@gitlab-chatops/shared/errors';
import {
  type CallEnvironment,
  type JobFacts,
  type JobResponse,
  parseJobResponse,
  readFacts,
} from '../job/index.js';
import type { LaunchPlan } from '../sandbox/index.js';
import type { ProjectPolicy, SlackSettings } from '../settings/index.js';

/**
 * What config_exec decided once for a chat job. It travels in job_env, that is in the Runner's memory (design D2);
 * of the large job response only the digest does, and the file must still match it in every later call.
 */
export interface Frozen {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly responseDigest: string;
  readonly launch: LaunchPlan;
  readonly policy: ProjectPolicy;
  readonly slack: SlackSettings;
}

export const FROZEN_VARIABLE = 'CHATOPS_JOB_FROZEN';

export interface ReceivedJob {
  readonly response: JobResponse;
  readonly facts: JobFacts;
  readonly digest: string;
}

/** Reads JOB_RESPONSE_FILE; absent below Runner 14.1. */
export function receiveJob(environment: CallEnvironment): ReceivedJob | undefined {
  const path = environment.JOB_RESPONSE_FILE;
  if (path === undefined || path === '') return undefined;
  const text = readFileSync(path, 'utf8');
  const response = parseJobResponse(text);
  const digest = createHash('sha256').update(text).digest('hex');
  return { response, facts: readFacts(response, environment), digest };
}

/**
 * The frozen decisions and the job they were made for.
 * @throws CodedError DRIVER_NO_CONFIG, DRIVER_FACTS_CHANGED
 */
export function thaw(environment: CallEnvironment): { frozen: Frozen; job: ReceivedJob } {
  const text = environment[FROZEN_VARIABLE];
  const job = receiveJob(environment);
  if (text === undefined || job === undefined) {
    throw new CodedError({
      code: 'DRIVER_NO_CONFIG',
      message: 'config_exec did not run for this job.',
      wayOut: 'Set config_exec in [runners.custom] to this driver.',
    });
  }
  const frozen = JSON.parse(text) as Frozen;
  if (job.digest !== frozen.responseDigest) {
    throw new CodedError({
      code: 'DRIVER_FACTS_CHANGED',
      message: 'The job response of the Runner was changed while the job ran.',
      wayOut:
        "Run jobs in a bubblewrap sandbox or as another account: this one reached the Runner's own files.",
    });
  }
  return { frozen, job };
}
