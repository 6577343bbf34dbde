import { parseBool } from '../go/index.js';
import { projectPath, serverUrl } from './project.js';
import type { JobResponse } from './response.js';
import { type SecretInInput, secretsInInput } from './secret-input.js';
import { type UserSteps, userSteps } from './steps.js';
import {
  type CallEnvironment,
  type ExpandedVariables,
  expandedVariables,
  firstValue,
  lastValue,
} from './variables.js';

/** What must not be shown: texts, and prefixes of tokens whose rest is not shown. */
export interface JobMasks {
  readonly phrases: readonly string[];
  readonly tokenPrefixes: readonly string[];
}

/**
 * What the driver believes of a job (design D2): only what a user cannot set, or, for CHAT_*, what no right hangs on.
 * A pure function of the job response and the variables of the call, both in the Runner's hands.
 */
export interface JobFacts {
  readonly id: number;
  readonly name: string;
  readonly ref: string;
  readonly project: { readonly id: number; readonly path?: string };
  /** The job page: the server's CI_JOB_URL, else built from the repository URL. */
  readonly url?: string;
  readonly pipelineId?: number;
  /** Milliseconds since 1970; GitLab's half hour runs from here (D8). */
  readonly pipelineCreatedAt?: number;
  /** Seconds the Runner gives the whole job. */
  readonly timeout: number;
  /** The first CI_PIPELINE_SOURCE is `chat`: the job may be answered. */
  readonly fromChat: boolean;
  /** Any occurrence is `chat`: rules for chat jobs apply. */
  readonly claimsChat: boolean;
  readonly chat: { readonly channel?: string; readonly callerId?: string; readonly input: string };
  readonly steps: UserSteps;
  /** A failing after_script leaves the job's result as it is; so unless AFTER_SCRIPT_IGNORE_ERRORS says otherwise. */
  readonly afterScriptErrorsIgnored: boolean;
  readonly secretsInInput: readonly SecretInInput[];
  readonly masks: JobMasks;
}

export function readFacts(response: JobResponse, environment: CallEnvironment): JobFacts {
  const variables = expandedVariables(response, environment);
  const { payload } = variables;
  const sources = payload.filter(({ key }) => key === 'CI_PIPELINE_SOURCE').map(({ value }) => value);
  const path = projectPath(response, payload);
  return {
    id: response.id,
    name: response.job_info.name,
    ref: response.git_info.ref,
    project: { id: response.job_info.project_id, path },
    url: jobUrl(response, firstValue(payload, 'CI_JOB_URL'), path),
    pipelineId:
      positive(response.job_info.pipeline_id) ?? positive(Number(firstValue(payload, 'CI_PIPELINE_ID'))),
    pipelineCreatedAt: timeOf(firstValue(payload, 'CI_PIPELINE_CREATED_AT')),
    // common/build.go GetBuildTimeout: 0 means DefaultTimeout, two hours.
    timeout: positive(response.runner_info?.timeout) ?? 7200,
    fromChat: sources[0] === 'chat',
    claimsChat: sources.includes('chat'),
    chat: {
      channel: nonEmpty(lastValue(payload, 'CHAT_CHANNEL')),
      callerId: nonEmpty(lastValue(payload, 'CHAT_USER_ID')),
      input: lastValue(payload, 'CHAT_INPUT') ?? '',
    },
    steps: userSteps(response.steps ?? []),
    afterScriptErrorsIgnored: parseBool(lastValue(payload, 'AFTER_SCRIPT_IGNORE_ERRORS') ?? '') ?? true,
    secretsInInput: secretsInInput(response, variables),
    masks: {
      phrases: maskedPhrases(response, variables),
      tokenPrefixes: response.features?.token_mask_prefixes ?? [],
    },
  };
}

/** Masked values, plain and expanded, every occurrence; resolved secrets; the job token. */
function maskedPhrases(response: JobResponse, { payload, secrets }: ExpandedVariables): string[] {
  const masked = [...(response.variables ?? []), ...payload].filter((variable) => variable.masked === true);
  const values = [...masked, ...secrets].map(({ value }) => value);
  return [...new Set([...values, response.token])].filter((phrase) => phrase.trim() !== '');
}

function jobUrl(
  response: JobResponse,
  given: string | undefined,
  path: string | undefined,
): string | undefined {
  if (given !== undefined && /^https?:\/\/\S+$/.test(given)) return given;
  const server = serverUrl(response);
  return server === undefined || path === undefined ? undefined : `${server}/${path}/-/jobs/${response.id}`;
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}

function timeOf(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
