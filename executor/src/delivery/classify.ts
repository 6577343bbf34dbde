import type { Problem } from '@gitlab-chatops/shared/errors';
import { type FailureKind, meaningOf, type SlackCode, slackProblem } from './slack-errors.js';
import { TransportError } from './transport/index.js';

/** A failed call, judged. */
export interface SlackFailure {
  readonly kind: FailureKind | 'rate_limited';
  readonly problem: Problem;
  /** With `rate_limited`: seconds that Slack asks to wait. */
  readonly retryAfter?: number;
}

/**
 * Judges what a call of @slack/web-api threw: was the message certainly not posted, or may it have been? Certain are
 * failures before the connection stood, 429, and Slack's own refusals but two. Everything else after the request
 * left is ambiguous, also a page in place of an answer: a filter may have swallowed Slack's answer, not our request.
 */
export function classifyFailure(error: unknown): SlackFailure {
  const fields = fieldsOf(error);
  switch (fields.code) {
    case 'slack_webapi_rate_limited_error':
      return rateLimited(fields.retryAfter);
    case 'slack_webapi_http_error':
      return httpFailure(Number(fields.statusCode));
    case 'slack_webapi_platform_error':
      return platformFailure(fieldsOf(fields.data));
    case 'slack_webapi_request_error':
      return transportFailure(fields.original);
    default:
      return failure('ambiguous', 'SLACK_CONNECTION_LOST', 'ERROR');
  }
}

/** Slack's error words; anything else in their place is somebody else's text, which is not repeated. */
const WORD = /^[a-z][a-z0-9_]{1,60}$/;

function platformFailure(data: Fields): SlackFailure {
  const { error } = data;
  if (typeof error !== 'string' || !WORD.test(error)) return failure('ambiguous', 'SLACK_NOT_SLACK', '200');
  const metadata = fieldsOf(data.response_metadata);
  if (error === 'ratelimited' || error === 'rate_limited') return rateLimited(metadata.retryAfter);
  const { kind, problem } = meaningOf(error);
  const detail = detailOf(data, metadata);
  if (detail === '') return { kind, problem };
  return { kind, problem: { ...problem, message: problem.message.replace(/\)\.$/, `${detail}).`) } };
}

/** The scope that is missing, or the place in the blocks: words and pointers only. */
function detailOf(data: Fields, metadata: Fields): string {
  if (typeof data.needed === 'string' && /^[a-z:.,_]{1,100}$/.test(data.needed)) return `: ${data.needed}`;
  const messages = Array.isArray(metadata.messages) ? metadata.messages.join(' ') : '';
  const [pointer] = /\/blocks(?:\/[a-z_0-9]{1,30}){1,8}/.exec(messages) ?? [];
  return pointer === undefined ? '' : ` at ${pointer}`;
}

function httpFailure(status: number): SlackFailure {
  const detail = `HTTP ${status}`;
  if (status === 408) return failure('ambiguous', 'SLACK_TIMEOUT', detail);
  if (status >= 500) return failure('ambiguous', 'SLACK_SERVER_ERROR', detail);
  if (status === 407) return failure('refused', 'SLACK_PROXY', detail);
  // Slack answers API calls by 200, 429 and 5xx: whoever says 302 or 404 did not pass the call on.
  return failure('refused', 'SLACK_NOT_SLACK', detail);
}

function transportFailure(error: unknown): SlackFailure {
  if (!(error instanceof TransportError)) return failure('ambiguous', 'SLACK_CONNECTION_LOST', 'ERROR');
  const { phase, reason } = error;
  if (phase === 'sent')
    return failure('ambiguous', reason === 'TIMEOUT' ? 'SLACK_TIMEOUT' : 'SLACK_CONNECTION_LOST', reason);
  if (!reason.startsWith('PROXY_')) return failure('unsent', 'SLACK_UNREACHABLE', reason);
  return failure(reason.startsWith('PROXY_5') ? 'unsent' : 'refused', 'SLACK_PROXY', reason);
}

function rateLimited(retryAfter: unknown): SlackFailure {
  const seconds = typeof retryAfter === 'number' && retryAfter > 0 ? retryAfter : 1;
  const problem = slackProblem('SLACK_RATE_LIMITED', `again in ${seconds} s`);
  return { kind: 'rate_limited', problem, retryAfter: seconds };
}

function failure(kind: FailureKind, code: SlackCode, detail: string): SlackFailure {
  return { kind, problem: slackProblem(code, detail) };
}

interface Fields {
  readonly [name: string]: unknown;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value, ...namedFields(value) } : {};
}

/** Error classes keep what matters in own properties; `code` may be a class field of either kind. */
function namedFields(value: object): Fields {
  return 'code' in value ? { code: value.code } : {};
}
