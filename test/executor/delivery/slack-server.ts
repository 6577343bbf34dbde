import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What the server does with one call. `commit`: the message is posted although the caller does not hear of it. */
export type Behaviour =
  | { readonly kind: 'ok'; readonly extra?: object }
  | { readonly kind: 'error'; readonly error: string; readonly extra?: object }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly commit?: boolean;
    }
  | { readonly kind: 'hang' | 'reset' | 'half'; readonly commit?: boolean };

export interface Call {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly form: URLSearchParams;
}

/** A server on loopback that speaks as much of Slack's Web API as a post needs, and misbehaves on order. */
export class SlackServer {
  readonly calls: Call[] = [];
  /** Texts of messages that stand in the channel. */
  readonly posted: string[] = [];
  /** One behaviour a call, in order; then `ok`. */
  readonly behaviours: Behaviour[] = [];
  readonly #server: Server;

  private constructor(tls: ServerOptions | undefined) {
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      void this.#answer(request, response);
    };
    this.#server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
  }

  static async start(tls?: ServerOptions): Promise<SlackServer> {
    const server = new SlackServer(tls);
    await new Promise<void>((listening) => server.#server.listen(0, '127.0.0.1', listening));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.port}/api/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    this.calls.push({ path: request.url ?? '', headers: request.headers, form });
    const behaviour = this.behaviours.shift() ?? { kind: 'ok' };
    const commits = behaviour.kind === 'ok' || ('commit' in behaviour && behaviour.commit === true);
    if (commits) this.posted.push(form.get('text') ?? '');
    if (behaviour.kind === 'hang') return;
    if (behaviour.kind === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (behaviour.kind === 'status') {
      response.writeHead(behaviour.status, behaviour.headers);
      response.end(behaviour.body ?? '');
      return;
    }
    const ts = form.get('ts') ?? `1700000000.${String(this.posted.length).padStart(6, '0')}`;
    const body =
      behaviour.kind === 'error'
        ? { ok: false, error: behaviour.error, ...behaviour.extra }
        : { ok: true, channel: form.get('channel'), ts, ...('extra' in behaviour ? behaviour.extra : {}) };
    const text = JSON.stringify(body);
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
    if (behaviour.kind !== 'half') {
      response.end(text);
      return;
    }
    response.write(text.slice(0, 5), () => request.socket.resetAndDestroy());
  }
}
