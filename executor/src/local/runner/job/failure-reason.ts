import type { FailureReason } from './errors.js';

const ALWAYS_SUPPORTED: readonly string[] = [
  'script_failure',
  'runner_system_failure',
  'job_execution_timeout',
];
const OLDER_WORDS: Readonly<Record<string, FailureReason>> = {
  image_pull_failure: 'runner_system_failure',
  runner_configuration_error: 'script_failure',
  runner_external_dependency_failure: 'runner_system_failure',
};

/**
 * The reason as a server with these `features.failure_reasons` knows it. Source: common/failure_reason_mapper.go,
 * common/network.go.
 */
export function supportedReason(reason: FailureReason, supported: readonly string[]): FailureReason {
  if (supported.includes(reason) || ALWAYS_SUPPORTED.includes(reason)) return reason;
  return OLDER_WORDS[reason] ?? 'unknown_failure';
}
