import { CodedError } from '@gitlab-chatops/shared/errors';
import type { JobResponse } from './response.js';

/**
 * Reads the text of JOB_RESPONSE_FILE. Only the parts that facts hang on are checked: the Runner wrote the file from
 * its own types (executors/custom/custom.go createJobResponseFile), so the rest has the shape it says.
 * @throws CodedError DRIVER_RESPONSE_INVALID
 */
export function parseJobResponse(text: string): JobResponse {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid('is no JSON', error);
  }
  if (!isJobResponse(value)) throw invalid('lacks id, token, job_info or git_info');
  return value;
}

function invalid(what: string, cause?: unknown): CodedError {
  return new CodedError(
    {
      code: 'DRIVER_RESPONSE_INVALID',
      message: `The job response of the Runner ${what}.`,
      wayOut:
        'Check that config_exec, prepare_exec, run_exec and cleanup_exec are called by gitlab-runner itself.',
    },
    cause,
  );
}

function isJobResponse(value: unknown): value is JobResponse {
  if (!isObject(value)) return false;
  const { id, token, job_info: info, git_info: git } = value;
  return (
    typeof id === 'number' &&
    Number.isSafeInteger(id) &&
    id >= 0 &&
    typeof token === 'string' &&
    isObject(info) &&
    typeof info.name === 'string' &&
    isObject(git) &&
    typeof git.ref === 'string' &&
    typeof git.repo_url === 'string' &&
    isListOf(value.variables, (item) => typeof item.key === 'string' && typeof item.value === 'string') &&
    isListOf(value.steps, (item) => typeof item.name === 'string')
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf(value: unknown, test: (item: Record<string, unknown>) => boolean): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) && value.every((item) => isObject(item) && test(item));
}
