import { isInteger } from '../value/tree.js';
import { config, key } from './attributes.js';
import { validates } from './checks.js';
import { refusal } from './common.js';
import type { EntryType } from './entry.js';
import {
  allowedKeys,
  allowedListValues,
  integerBetween,
  integersOrInteger,
  oneOf,
  stringOrList,
} from './rules.js';

/** `retry`: GitLab's entry/retry.rb. Its messages do not say where the job is. */

const MAX_RETRIES = 2;

/** Enums::Ci::CommitStatus.failure_reasons and `always`. */
const RETRY_WHEN = [
  'unknown_failure',
  'script_failure',
  'api_failure',
  'stuck_or_timeout_failure',
  'runner_system_failure',
  'missing_dependency_failure',
  'runner_unsupported',
  'stale_schedule',
  'job_execution_timeout',
  'archived_failure',
  'unmet_prerequisites',
  'scheduler_failure',
  'data_integrity_failure',
  'forward_deployment_failure',
  'user_blocked',
  'project_deleted',
  'ci_quota_exceeded',
  'pipeline_loop_detected',
  'no_matching_runner',
  'trace_size_exceeded',
  'builds_disabled',
  'environment_creation_failure',
  'deployment_rejected',
  'failed_outdated_deployment_job',
  'job_execution_server_timeout',
  'protected_environment_failure',
  'insufficient_bridge_permissions',
  'downstream_bridge_project_not_found',
  'invalid_bridge_trigger',
  'upstream_bridge_project_not_found',
  'insufficient_upstream_permissions',
  'bridge_pipeline_is_child_pipeline',
  'downstream_pipeline_creation_failed',
  'secrets_provider_not_found',
  'reached_max_descendant_pipelines_depth',
  'ip_restriction_failure',
  'reached_max_pipeline_hierarchy_size',
  'reached_downstream_pipeline_trigger_rate_limit',
  'duo_workflow_not_allowed',
  'job_router_failure',
  'job_token_expired',
  'always',
];

const place = 'retry';
const when = key('when');

const simpleRetry: EntryType = {
  title: 'simple retry',
  place,
  checks: [validates(config, integerBetween(0, MAX_RETRIES))],
};

const fullRetry: EntryType = {
  title: 'full retry',
  place,
  checks: [
    validates(config, allowedKeys(['max', 'when', 'exit_codes'])),
    validates(key('max'), integerBetween(0, MAX_RETRIES), { allowNil: true }),
    validates(when, stringOrList, { allowNil: true }),
    validates(when, allowedListValues(RETRY_WHEN), {
      allowNil: true,
      when: (entry) => when.read(entry)?.kind === 'sequence',
    }),
    validates(when, oneOf(RETRY_WHEN), {
      allowNil: true,
      when: (entry) => {
        const value = when.read(entry);
        return value?.kind === 'scalar' && value.type === 'string';
      },
    }),
    validates(key('exit_codes'), integersOrInteger, { allowNil: true }),
  ],
};

const unknownRetry: EntryType = refusal(
  'unknown strategy',
  'has to be either an integer or a hash',
  () => 'retry config ',
);

export const retry: EntryType = {
  title: 'retry',
  choose: (value) => {
    if (isInteger(value)) return simpleRetry;
    return value.kind === 'mapping' ? fullRetry : unknownRetry;
  },
};
