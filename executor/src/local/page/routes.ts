import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJsonObject, type LoopbackServer, parseJson, readBody, refuse } from '../loopback/index.js';
import { type Access, hasKey, mayAct, mayRead, type PageSecrets, setCookie } from './access.js';
import type { Asset } from './assets.js';
import { type ChannelParts, streamChannel } from './channel-stream.js';
import { DOCUMENT } from './document.js';
import type { RunFeed } from './ports.js';
import type { TypedAnswer } from './protocol.js';
import { JOB_PATH } from './run-of-message.js';
import { streamTrace } from './trace-stream.js';

export interface PageParts extends ChannelParts {
  readonly secrets: PageSecrets;
  readonly assets: ReadonlyMap<string, Asset>;
}

/** Longer than any message one types; a job's argument may be a small file. */
const COMPOSER_LIMIT = 200_000;

/** One request of a browser. */
export async function route(
  parts: PageParts,
  request: IncomingMessage,
  response: ServerResponse,
  server: LoopbackServer,
): Promise<void> {
  const url = new URL(request.url ?? '/', server.origin);
  const asset = parts.assets.get(url.pathname);
  if (request.method === 'POST') return act(parts, request, response, server, url);
  if (request.method !== 'GET') return refuse(response, 405, 'GET or POST.');
  if (asset !== undefined) return send(response, asset.contentType, asset.body);
  if (url.pathname === '/' || JOB_PATH.test(url.pathname)) {
    return sendDocument(parts, request, response, server, url);
  }
  const access = mayRead(request.headers, server.port, parts.secrets, false);
  if (!access.ok) return deny(response, access);
  if (url.pathname === '/events') return streamChannel(response, parts);
  const [, id, what] = /^\/jobs\/(\d{1,15})\/(trace|raw)$/.exec(url.pathname) ?? [];
  if (id === undefined) return refuse(response, 404, 'Not found.');
  if (what === 'raw') return sendRaw(response, parts.feed, Number(id));
  const from = Number(request.headers['last-event-id'] ?? 0);
  await streamTrace(response, parts.feed, Number(id), Number.isSafeInteger(from) && from > 0 ? from : 0);
}

function sendDocument(
  { secrets }: PageParts,
  request: IncomingMessage,
  response: ServerResponse,
  { port }: LoopbackServer,
  url: URL,
): void {
  // No redirect to a URL without the key: from another site's link a strict cookie would not come along.
  if (hasKey(url, secrets)) response.setHeader('set-cookie', setCookie(port, secrets));
  else {
    const access = mayRead(request.headers, port, secrets, true);
    if (!access.ok) {
      deny(response, access);
      return;
    }
  }
  send(response, 'text/html; charset=utf-8', DOCUMENT);
}

async function act(
  parts: PageParts,
  request: IncomingMessage,
  response: ServerResponse,
  { port }: LoopbackServer,
  url: URL,
): Promise<void> {
  const access = mayAct(request.headers, port, parts.secrets);
  if (!access.ok) return deny(response, access);
  const body = parseJson((await readBody(request, COMPOSER_LIMIT)).toString('utf8'));
  if (url.pathname === '/messages') {
    const text = isJsonObject(body) ? body.text : undefined;
    if (typeof text !== 'string' || text.trim() === '')
      return refuse(response, 400, 'Say something in `text`.');
    const answer: TypedAnswer = await parts.type(text);
    return sendJson(response, answer);
  }
  const [, id, action] = /^\/jobs\/(\d{1,15})\/(cancel|play)$/.exec(url.pathname) ?? [];
  if (id === undefined) return refuse(response, 404, 'Not found.');
  const done = action === 'play' ? parts.feed.play(Number(id)) : parts.feed.cancel(Number(id));
  sendJson(response, { done });
}

/** The log as a file: shown in a tab it would be a page of this origin. */
function sendRaw(response: ServerResponse, feed: RunFeed, id: number): void {
  const trace = feed.trace(id);
  if (trace === undefined) {
    refuse(response, 404, 'There is no such job.');
    return;
  }
  response.setHeader('content-disposition', `attachment; filename="job-${id}.log"`);
  send(response, 'text/plain; charset=utf-8', Buffer.from(trace.read(0, trace.size)));
}

function deny(response: ServerResponse, access: Extract<Access, { ok: false }>): void {
  refuse(response, access.status, access.why);
}

function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 'application/json; charset=utf-8', JSON.stringify(value));
}

function send(response: ServerResponse, contentType: string, body: string | Buffer): void {
  response.setHeader('content-type', contentType);
  response.end(body);
}
