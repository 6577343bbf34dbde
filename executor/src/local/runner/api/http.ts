import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type Clock, pause } from '../job/clock.js';

const ATTEMPTS = 5; // network/retry_requester.go
const BACKOFF_MIN_MS = 100;
const BACKOFF_MAX_MS = 60_000;
const RETRIED: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const RETRIED_FROM = 512; // and everything above: proxies' own statuses
const SILENCE_LIMIT_MS = 10 * 60_000; // network/client.go: that long GitLab may hold a request
const BODY_LIMIT_BYTES = 64 * 1024 * 1024; // a job response with many variables has some 100 KiB

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Below `/api/v4/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Speaks HTTP with one GitLab and tries again where the Runner's own client does. */
export class ApiConnection {
  readonly #base: string;
  readonly #clock: Clock;
  readonly #agent: HttpAgent | HttpsAgent;

  /** `ca`: certificates to trust beside the system's, PEM. */
  constructor(url: string, clock: Clock, ca?: string) {
    // network/client.go fixCIURL
    this.#base = `${url.replace(/\/+$/, '').replace(/\/ci$/, '')}/api/v4/`;
    this.#clock = clock;
    this.#agent = this.#base.startsWith('https:')
      ? new HttpsAgent({ keepAlive: true, ...(ca === undefined ? {} : { ca }) })
      : new HttpAgent({ keepAlive: true });
  }

  /** The answer, after up to five tries for statuses that may pass. Throws what the network throws. */
  async send(request: ApiRequest, signal?: AbortSignal): Promise<ApiResponse> {
    for (let attempt = 1, wait = BACKOFF_MIN_MS; ; attempt += 1, wait = Math.min(wait * 2, BACKOFF_MAX_MS)) {
      const response = await this.#once(request, signal);
      const retriable = RETRIED.has(response.status) || response.status >= RETRIED_FROM;
      if (!retriable || attempt === ATTEMPTS) return response;
      await pause(this.#clock, askedPause(response, this.#clock) ?? wait, abortable(signal));
      signal?.throwIfAborted();
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #once(request: ApiRequest, signal: AbortSignal | undefined): Promise<ApiResponse> {
    const url = new URL(request.path, this.#base);
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const call = open(url, {
        method: request.method,
        headers: { ...request.headers, 'content-length': request.body.length },
        agent: this.#agent,
        ...(signal === undefined ? {} : { signal }),
      });
      call.on('error', reject);
      call.setTimeout(SILENCE_LIMIT_MS, () => call.destroy(new Error('GitLab did not answer')));
      call.on('response', (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > BODY_LIMIT_BYTES) response.destroy(new Error('the answer is too large'));
          else chunks.push(chunk);
        });
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          });
        });
      });
      call.end(request.body);
    });
  }
}

/** RateLimit-ResetTime, else Retry-After in seconds; undefined where neither says a time to come. */
function askedPause({ headers }: ApiResponse, clock: Clock): number | undefined {
  const reset = Date.parse(headerText(headers, 'ratelimit-resettime')) - clock.now();
  if (reset > 0) return reset;
  const after = Number.parseInt(headerText(headers, 'retry-after'), 10) * 1000;
  return after > 0 ? after : undefined;
}

/** A header as one text; '' when absent. */
export function headerText(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}

/** An abort signal where pause() wants a scope. */
export function abortable(
  signal: AbortSignal | undefined,
): { onEnd(then: () => void): () => void } | undefined {
  if (signal === undefined) return undefined;
  return {
    onEnd: (then) => {
      if (signal.aborted) then();
      signal.addEventListener('abort', then, { once: true });
      return () => signal.removeEventListener('abort', then);
    },
  };
}
