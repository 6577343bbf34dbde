import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CodedError } from '@gitlab-chatops/shared/errors';

export const LOOPBACK = '127.0.0.1';

/** A server of local mode: on 127.0.0.1 only, and deaf to requests that name another host. */
export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Stops listening and cuts what is open, event streams too. */
  close(): Promise<void>;
}

export type RequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  server: LoopbackServer,
) => Promise<void> | void;

/**
 * Host values that mean this server. Anything else is a page of another name that resolves to 127.0.0.1
 * (DNS rebinding), which would otherwise count as our own origin in the browser.
 */
export function hostAllowed(host: string | undefined, port: number): boolean {
  return host === `${LOOPBACK}:${port}` || host === `localhost:${port}`;
}

/** Bounds on clients that are slow on purpose; without them Node's own hold. */
export interface ConnectionLimits {
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly connections: number;
}

/** Listens on 127.0.0.1; port 0 takes a free one. Throws CONFIG_PORT_IN_USE. */
export async function listenOnLoopback(
  handler: RequestHandler,
  port = 0,
  limits?: ConnectionLimits,
): Promise<LoopbackServer> {
  let running: LoopbackServer | undefined;
  const timeouts =
    limits === undefined
      ? {}
      : {
          headersTimeout: limits.headersTimeoutMs,
          requestTimeout: limits.requestTimeoutMs,
          connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs),
        };
  const server = createServer(timeouts, (request, response) => {
    if (running === undefined || !hostAllowed(request.headers.host, running.port)) {
      refuse(response, 421, 'This server answers only to 127.0.0.1 and localhost.');
      return;
    }
    void run(handler, request, response, running);
  });
  if (limits !== undefined) server.maxConnections = limits.connections;
  await listening(server, port);
  const { port: taken } = server.address() as AddressInfo;
  running = { port: taken, origin: `http://${LOOPBACK}:${taken}`, close: () => closed(server) };
  return running;
}

async function run(
  handler: RequestHandler,
  request: IncomingMessage,
  response: ServerResponse,
  server: LoopbackServer,
): Promise<void> {
  try {
    await handler(request, response, server);
  } catch (error) {
    failed(response, error);
  }
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new CodedError({
              code: 'CONFIG_PORT_IN_USE',
              message: `Port ${port} on ${LOOPBACK} is taken by another program.`,
              wayOut: 'Choose another one with --port, or leave --port out to take a free one.',
            })
          : error,
      );
    });
    server.listen(port, LOOPBACK, resolve);
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A handler's own mistake: the client gets 500 and nothing of the cause, unless the answer is under way. */
function failed(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else if (error instanceof BodyTooLarge) refuse(response, 413, 'The request body is too large.');
  else refuse(response, 500, 'Internal error.');
}

/** Ends a request with a status and one plain sentence. */
export function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${sentence}\n`);
}

export class BodyTooLarge extends Error {}

/** The whole request body; throws BodyTooLarge past the limit, which the server answers with 413. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > limitBytes) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
