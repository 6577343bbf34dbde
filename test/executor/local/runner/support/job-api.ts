import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LoopbackServer, listenOnLoopback, readBody } from '@gitlab-chatops/executor/local/loopback';
import type { WireJob } from '@gitlab-chatops/executor/local/runner';

/** One request as the server took it down. */
export interface Seen {
  readonly call: 'request' | 'patch' | 'put';
  readonly headers: IncomingMessage['headers'];
  readonly url: string;
  readonly text: string;
  /** Of a PUT or a job request. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Answer {
  /** Absent: that of a GitLab that is content. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the server says; undefined: what a GitLab says that is content. */
export type Decide = (seen: Seen, api: RecordingJobApi) => Answer | undefined;

const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/** The job API's wire protocol with a log of what was said. It stores logs as GitLab does: 416 where a piece does not fit. */
export class RecordingJobApi {
  readonly seen: Seen[] = [];
  readonly jobs: WireJob[] = [];
  readonly #logs = new Map<number, Buffer>();
  readonly #decide: Decide;
  #server: LoopbackServer | undefined;

  constructor(decide: Decide = () => undefined) {
    this.#decide = decide;
  }

  async listen(): Promise<string> {
    this.#server = await listenOnLoopback((request, response) => this.#serve(request, response));
    return this.#server.origin;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  log(id: number): Buffer {
    return this.#logs.get(id) ?? Buffer.alloc(0);
  }

  setLog(id: number, log: Buffer): void {
    this.#logs.set(id, log);
  }

  /** States of all PUTs, in order. */
  states(): unknown[] {
    return this.seen.filter(({ call }) => call === 'put').map(({ json }) => json.state);
  }

  /** The last PUT without who sent it. */
  lastUpdate(): Readonly<Record<string, unknown>> {
    const { info: _, ...rest } = this.seen.filter(({ call }) => call === 'put').at(-1)?.json ?? {};
    return rest;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, BODY_LIMIT_BYTES);
    const url = request.url ?? '';
    const text = body.toString('utf8');
    const call = url.endsWith('/jobs/request') ? 'request' : request.method === 'PATCH' ? 'patch' : 'put';
    const seen: Seen = {
      call,
      headers: request.headers,
      url,
      text,
      json: call === 'patch' ? {} : JSON.parse(text),
    };
    this.seen.push(seen);
    const decided = this.#decide(seen, this) ?? {};
    const {
      status,
      headers,
      body: answer,
    } = decided.status === undefined ? this.#content(seen, body) : decided;
    response.writeHead(status ?? 200, { ...headers, ...decided.headers });
    response.end(answer);
  }

  #content({ call, url, headers }: Seen, body: Buffer): Answer {
    if (call === 'put') return { status: 200 };
    if (call === 'patch') return this.#store(Number(/jobs\/(\d+)/.exec(url)?.[1]), headers, body);
    const job = this.jobs.shift();
    if (job === undefined) return { status: 204 };
    return {
      status: 201,
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': 'CORR7' },
      body: JSON.stringify(job),
    };
  }

  #store(id: number, headers: IncomingMessage['headers'], body: Buffer): Answer {
    const log = this.log(id);
    const start = Number(String(headers['content-range']).split('-')[0]);
    const fits = start === log.length;
    if (fits) this.#logs.set(id, Buffer.concat([log, body]));
    return {
      status: fits ? 202 : 416,
      headers: { range: `0-${this.log(id).length}`, 'job-status': 'running' },
    };
  }
}
