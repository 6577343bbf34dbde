import { type IncomingMessage, request } from 'node:http';
import type { LookupFunction, Socket } from 'node:net';
import type { FetchFunction } from '@slack/web-api';
import { openConnection, proxyAuthorization } from './connect.js';
import { reasonOf, TransportError } from './failure.js';
import { hostOf, type ProxyChoice, proxyFor } from './proxy.js';

export interface FetchOptions extends ProxyChoice {
  /** PEM text of certificate authorities, besides the usual ones. */
  readonly ca?: readonly string[] | undefined;
  /** Bytes of the longest answer that is read; default ANSWER_LIMIT. */
  readonly answerLimit?: number | undefined;
  /** Finds the address of a name; a proxy finds it itself. */
  readonly lookup?: LookupFunction | undefined;
}

type FetchInit = NonNullable<Parameters<FetchFunction>[1]>;
type FetchResponse = Awaited<ReturnType<FetchFunction>>;

/** Slack's answers have some kilobytes; more is not Slack's. */
const ANSWER_LIMIT = 1024 * 1024;

/**
 * A `fetch` over node:http for @slack/web-api: one connection a call, the whole answer read before it returns,
 * redirects given as they are, failures as TransportError with the one fact that counts (sent or not).
 *
 * Not the global fetch: its first use costs some 90 ms of start-up on Node 20, it knows no proxy there, and it does
 * not say whether a failed request had left.
 */
export function createFetch(options: FetchOptions): FetchFunction {
  return async (url, init = {}) => {
    const target = new URL(url);
    const proxy = proxyFor(target, options);
    const { ca, lookup, answerLimit = ANSWER_LIMIT } = options;
    const { signal } = init;
    const socket = await openConnection({ target, proxy, ca, lookup, signal });
    try {
      return await exchange(socket, target, proxy, init, answerLimit);
    } catch (error) {
      throw new TransportError('sent', signal?.aborted ? 'TIMEOUT' : reasonOf(error), error);
    } finally {
      socket.destroy();
    }
  };
}

function exchange(
  socket: Socket,
  target: URL,
  proxy: URL | undefined,
  init: FetchInit,
  answerLimit: number,
): Promise<FetchResponse> {
  const { method = 'GET', headers = {}, body, signal } = init;
  if (body !== undefined && typeof body !== 'string') throw new TypeError('only text bodies are sent');
  const throughProxy = proxy !== undefined && target.protocol === 'http:';
  return new Promise((resolve, reject) => {
    const outgoing = request({
      createConnection: () => socket,
      host: hostOf(target),
      method,
      path: throughProxy ? target.href : `${target.pathname}${target.search}`,
      headers: {
        ...headers,
        Host: target.host,
        Connection: 'close',
        ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
        ...(throughProxy ? proxyAuthorization(proxy) : {}),
      },
      ...(signal === undefined ? {} : { signal }),
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      readAnswer(incoming, target, answerLimit).then(resolve, reject);
    });
    outgoing.end(body);
  });
}

async function readAnswer(
  incoming: IncomingMessage,
  target: URL,
  answerLimit: number,
): Promise<FetchResponse> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    length += chunk.length;
    if (length > answerLimit) throw new TransportError('sent', 'ANSWER_TOO_LONG');
  }
  const { statusCode: status = 0, statusMessage: statusText = '', headers } = incoming;
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  // Without the header web-api throws an error that has no code, and the limit would look like anything.
  if (status === 429 && !/^\d/.test(headers['retry-after'] ?? '')) entries.push(['retry-after', '1']);
  const known = new Map(entries);
  const body = Buffer.concat(chunks);
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText,
    url: target.href,
    headers: { get: (name) => known.get(name.toLowerCase()) ?? null, entries: () => known },
    text: async () => body.toString('utf8'),
    json: async () => JSON.parse(body.toString('utf8')),
    arrayBuffer: async () => new Uint8Array(body).buffer,
  };
}
