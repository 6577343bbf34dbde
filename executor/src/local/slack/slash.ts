import { isJsonObject, type JsonObject, parseJson } from '../loopback/index.js';
import { ACKNOWLEDGE_WITHIN_MS } from './limits.js';
import { signRequest } from './signature.js';

/** A typed line that is a slash command: its word and everything after the first white space. */
export interface TypedCommand {
  readonly command: string;
  readonly text: string;
}

/** Reads a slash command out of what a person typed; undefined for an ordinary message. */
export function readCommand(typed: string): TypedCommand | undefined {
  const match = /^(\/[^\s/]+)(?:\s([\s\S]*))?$/.exec(typed);
  return match?.[1] === undefined ? undefined : { command: match[1], text: match[2] ?? '' };
}

/** Everything a slash request says. Source: docs.slack.dev implementing slash commands. */
export interface SlashRequest {
  readonly token: string;
  readonly team_id: string;
  readonly team_domain: string;
  readonly channel_id: string;
  readonly channel_name: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly command: string;
  readonly text: string;
  readonly api_app_id: string;
  readonly is_enterprise_install: 'false';
  readonly response_url: string;
  readonly trigger_id: string;
}

/** How the app answered, in Slack's terms. */
export type SlashAnswer =
  /** 200 with an empty body: nothing is shown. */
  | { readonly kind: 'silent' }
  /** 200 with content, or with `response_type` alone. */
  | { readonly kind: 'content'; readonly inChannel: boolean; readonly payload: JsonObject }
  /** The user sees `failed with the error "…"` and keeps the text in the composer. */
  | { readonly kind: 'failed'; readonly error: 'operation_timeout' | 'dispatch_failed' };

export interface Dispatch {
  readonly requestUrl: string;
  readonly request: SlashRequest;
  readonly signingSecret: string;
  readonly nowMs: number;
  /** Milliseconds until `operation_timeout`. */
  readonly timeoutMs?: number;
}

/** Sends a signed slash request and waits for its answer. Never retried: Slack does not either. */
export async function dispatchCommand(dispatch: Dispatch): Promise<SlashAnswer> {
  const body = new URLSearchParams({ ...dispatch.request }).toString();
  const timestamp = Math.floor(dispatch.nowMs / 1_000);
  try {
    const response = await fetch(dispatch.requestUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signRequest(dispatch.signingSecret, timestamp, body),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(dispatch.timeoutMs ?? ACKNOWLEDGE_WITHIN_MS),
    });
    const text = await response.text();
    if (response.status !== 200) return { kind: 'failed', error: 'dispatch_failed' };
    return readAnswer(text);
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    return { kind: 'failed', error: late ? 'operation_timeout' : 'dispatch_failed' };
  }
}

/** A JSON message, or anything else as plain text for the caller alone. */
export function readAnswer(body: string): SlashAnswer {
  if (body.trim() === '') return { kind: 'silent' };
  const parsed = parseJson(body);
  const payload = isJsonObject(parsed) ? parsed : { text: body };
  return { kind: 'content', inChannel: payload.response_type === 'in_channel', payload };
}
