import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type LoopbackServer, listenOnLoopback, readBody, refuse } from '../loopback/index.js';
import { fail } from './answer.js';
import type { ApiContext } from './app.js';
import type { Fault, Faults } from './faults.js';
import type { ResponseUrls } from './response-urls.js';
import { BODY_LIMIT, rateLimited, readCall, reply, runCall } from './web-api.js';

/** What goes out: status, headers, body text. */
interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ServerParts {
  readonly context: () => ApiContext;
  readonly responseUrls: ResponseUrls;
  readonly faults: Faults;
  readonly port?: number;
}

export const RESPONSE_URL_PREFIX = '/commands/';

/** Slack's two doors on one loopback port: `/api/METHOD` and the response_url paths. */
export function listenAsSlack(parts: ServerParts): Promise<LoopbackServer> {
  return listenOnLoopback(async (request, response, server) => {
    // No browser page has business here; one that tries announces itself with an Origin.
    if (request.headers.origin !== undefined) return refuse(response, 403, 'Not for web pages.');
    const url = new URL(request.url ?? '/', server.origin);
    if (url.pathname.startsWith('/api/')) return answerApi(parts, request, response, url);
    if (url.pathname.startsWith(RESPONSE_URL_PREFIX) && request.method === 'POST') {
      return answerResponseUrl(parts, request, response, url);
    }
    refuse(response, 404, 'Not found.');
  }, parts.port);
}

async function answerApi(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const call = await readCall(request, url);
  if ('status' in call) return send(response, json(call));
  const fault = parts.faults.take(isTarget(call.method) ? call.method : 'api.unknown');
  await answerWithFault(response, fault, () => json(runCall(call, parts.context())));
}

async function answerResponseUrl(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const body = (await readBody(request, BODY_LIMIT)).toString('utf8');
  await answerWithFault(response, parts.faults.take('response_url'), () => {
    const answer = parts.responseUrls.post(url.pathname, request.headers['content-type'], body);
    const retry = answer.retryAfterSeconds;
    const headers = {
      'content-type': answer.contentType,
      ...(retry === undefined ? {} : { 'retry-after': String(retry) }),
    };
    return { status: answer.status, headers, body: answer.body };
  });
}

/** The true answer, or the failure laid on this call; `commit` decides whether the call takes effect anyway. */
async function answerWithFault(
  response: ServerResponse,
  fault: Fault | undefined,
  run: () => Outgoing,
): Promise<void> {
  if (fault === undefined) return send(response, run());
  if (fault.kind === 'delay') {
    const outgoing = run();
    await delay(fault.ms, undefined, { ref: false });
    return send(response, outgoing);
  }
  if ('commit' in fault && fault.commit === true) run();
  switch (fault.kind) {
    case 'status':
      return send(response, { status: fault.status, headers: {}, body: fault.body ?? '' });
    case 'rate_limited':
      return send(response, json(rateLimited(fault.retryAfterSeconds ?? 1)));
    case 'error':
      return send(response, json(reply(fail(fault.error, fault.extra))));
    case 'html':
      return send(response, { status: 200, headers: { 'content-type': 'text/html' }, body: SIGN_IN_PAGE });
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
  }
}

const SIGN_IN_PAGE = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>';

function json(answer: {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: unknown;
}): Outgoing {
  return {
    status: answer.status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...answer.headers },
    body: JSON.stringify(answer.body),
  };
}

function send(response: ServerResponse, outgoing: Outgoing): void {
  if (response.destroyed) return;
  response.writeHead(outgoing.status, outgoing.headers);
  response.end(outgoing.body);
}

function isTarget(method: string): method is `${string}.${string}` {
  return method.includes('.');
}
