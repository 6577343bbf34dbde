import { type ChildProcess, spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { CGI_HEAD_LIMIT_BYTES, type CgiHead, parseCgiHead } from './cgi.js';

export interface HttpBackendOptions {
  /** The bare repository that is served. */
  readonly gitDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Fetches at a time; more are told to come back. Default 16. */
  readonly concurrency?: number;
  /** Milliseconds a fetch may take. Default ten minutes. */
  readonly timeoutMs?: number;
}

/** Serves fetches of one repository over git's smart HTTP protocol (gitprotocol-http(5)); there is no push. */
export interface HttpBackend {
  /** `path` is what follows `PROJECT.git`, e.g. `/info/refs`; the caller has checked who asks. */
  serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Ends running fetches and waits until their processes are gone. */
  close(): Promise<void>;
}

/** A fetch names its wants and haves; large ones come compressed and stay far below this. */
const REQUEST_LIMIT_BYTES = 16 * 1024 * 1024;

export function createHttpBackend(options: HttpBackendOptions): HttpBackend {
  const running = new Map<ChildProcess, Promise<void>>();
  return {
    async serve(path, request, response) {
      const query = serviceQuery(path, request);
      if (query === 'receive-pack')
        return answer(response, 403, 'You are not allowed to push code to this project.');
      if (query === undefined) return answer(response, 404, 'Not found');
      if (running.size >= (options.concurrency ?? 16)) {
        response.setHeader('retry-after', '1');
        return answer(response, 503, 'Too many fetches at a time');
      }
      const child = spawn('git', ['http-backend'], {
        env: cgiEnvironment(options, path, query, request),
        stdio: ['pipe', 'pipe', 'ignore'],
        // A group of its own: http-backend starts upload-pack, which starts pack-objects.
        detached: true,
      });
      const timer = setTimeout(() => killGroup(child), options.timeoutMs ?? 600_000);
      const gone = new Promise<void>((resolve) => {
        child.on('error', () => resolve());
        child.on('close', () => resolve());
      }).then(() => void running.delete(child));
      running.set(child, gone);
      try {
        await converse(child, request, response);
      } finally {
        clearTimeout(timer);
        killGroup(child);
        await gone;
      }
    },
    async close() {
      for (const child of running.keys()) killGroup(child);
      await Promise.all(running.values());
    },
  };
}

/** The query of a smart fetch, and nothing else: dumb files and pushes have no way in. */
function serviceQuery(path: string, request: IncomingMessage): string | undefined {
  const service = new URL(request.url ?? '', 'http://localhost').searchParams.get('service');
  if (path === '/git-receive-pack' || service === 'git-receive-pack') return 'receive-pack';
  if (path === '/info/refs' && request.method === 'GET' && service === 'git-upload-pack') {
    return 'service=git-upload-pack';
  }
  return path === '/git-upload-pack' && request.method === 'POST' ? '' : undefined;
}

function cgiEnvironment(
  { environment, gitDirectory }: HttpBackendOptions,
  path: string,
  query: string,
  { headers, method }: IncomingMessage,
): NodeJS.ProcessEnv {
  const protocol = headers['git-protocol'];
  return {
    ...environment,
    GATEWAY_INTERFACE: 'CGI/1.1',
    SERVER_PROTOCOL: 'HTTP/1.1',
    REQUEST_METHOD: method,
    QUERY_STRING: query,
    PATH_INFO: path,
    PATH_TRANSLATED: `${gitDirectory}${path}`,
    REMOTE_ADDR: '127.0.0.1',
    REMOTE_USER: 'gitlab-ci-token',
    CONTENT_TYPE: headers['content-type'] ?? '',
    ...(headers['content-length'] === undefined ? {} : { CONTENT_LENGTH: headers['content-length'] }),
    ...(headers['content-encoding'] === undefined
      ? {}
      : { HTTP_CONTENT_ENCODING: headers['content-encoding'] }),
    // `version=2` and alike; anything else is not passed to a process.
    ...(typeof protocol === 'string' && /^[a-z0-9=:-]{1,64}$/.test(protocol)
      ? { GIT_PROTOCOL: protocol }
      : {}),
    GIT_HTTP_EXPORT_ALL: '1',
  };
}

async function converse(
  child: ChildProcess,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) return answer(response, 500, 'Internal error');
  // A client that hangs up ends its fetch.
  response.on('close', () => killGroup(child));
  stdin.on('error', () => {});
  const sent = pipeline(request, bounded(REQUEST_LIMIT_BYTES), stdin).catch(() => killGroup(child));
  const head = await readHead(stdout);
  if (head === undefined) return answer(response, 500, 'Internal error');
  response.writeHead(head.status, head.headers.flat());
  response.write(head.rest);
  await pipeline(stdout, response).catch(() => response.destroy());
  await sent;
}

function bounded(limit: number) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > limit) throw new Error('request too large');
      yield chunk;
    }
  };
}

/** undefined: the program ended or wrote something else before a head was complete. */
async function readHead(stdout: NodeJS.ReadableStream): Promise<CgiHead | undefined> {
  let bytes = Buffer.alloc(0);
  return new Promise((resolve) => {
    const settle = (head: CgiHead | undefined) => {
      stdout.off('data', take);
      stdout.off('end', ended);
      stdout.pause();
      resolve(head);
    };
    const take = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const head = parseCgiHead(bytes);
      if (head !== undefined || bytes.length > CGI_HEAD_LIMIT_BYTES) settle(head);
    };
    const ended = () => settle(undefined);
    stdout.on('data', take);
    stdout.on('end', ended);
  });
}

function answer(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(sentence);
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
