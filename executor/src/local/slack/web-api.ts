import type { IncomingMessage } from 'node:http';
import { type JsonObject, readBody } from '../loopback/index.js';
import { type ApiAnswer, fail } from './answer.js';
import type { ApiContext } from './app.js';
import { type ApiArguments, readArguments } from './arguments.js';
import { API_METHODS, type ApiMethod, type RateLimited } from './methods/index.js';

/** Far above any message; Slack cuts requests off somewhere near it. */
export const BODY_LIMIT = 1_000_000;

export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** A call as it came in, before it takes effect. */
export interface ApiCall {
  readonly method: string;
  readonly args: ApiArguments;
  readonly token?: string;
}

/** Reads a call to `/api/METHOD`, or the reply that its body already deserves. */
export async function readCall(request: IncomingMessage, url: URL): Promise<ApiCall | ApiReply> {
  const method = url.pathname.slice('/api/'.length);
  const body = (await readBody(request, BODY_LIMIT)).toString('utf8');
  const read = readArguments(url.searchParams, request.headers['content-type'], body);
  if ('problem' in read) return reply(read.problem);
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? read.args.text('token');
  return { method, args: read.args, ...(token === undefined ? {} : { token }) };
}

/** Carries a call out: token, then scopes, then the method's own rules. */
export function runCall(call: ApiCall, context: ApiContext): ApiReply {
  const method = Object.hasOwn(API_METHODS, call.method) ? API_METHODS[call.method] : undefined;
  if (method === undefined) return reply(fail('unknown_method', { req_method: call.method }));
  if (call.token === undefined) return reply(fail('not_authed'));
  if (call.token !== context.app.botToken) return reply(fail('invalid_auth'));
  const answer = missingScope(method, context) ?? method.call(call.args, context);
  if (isRateLimited(answer)) return rateLimited(answer.retryAfterSeconds);
  return reply(answer, {
    'x-oauth-scopes': context.app.scopes.join(','),
    'x-accepted-oauth-scopes': method.scopes.join(','),
  });
}

export function rateLimited(seconds: number): ApiReply {
  return {
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: { ok: false, error: 'ratelimited' },
  };
}

export function reply(answer: ApiAnswer, headers: Readonly<Record<string, string>> = {}): ApiReply {
  return { status: 200, headers, body: answer };
}

function missingScope(method: ApiMethod, { app }: ApiContext): ApiAnswer | undefined {
  const [needed] = method.scopes;
  if (needed === undefined || method.scopes.some((scope) => app.scopes.includes(scope))) return undefined;
  return fail('missing_scope', { needed, provided: app.scopes.join(',') });
}

function isRateLimited(answer: ApiAnswer | RateLimited): answer is RateLimited {
  return !('ok' in answer);
}
