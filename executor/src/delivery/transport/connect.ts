import { request } from 'node:http';
import { connect as connectTcp, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { reasonOf, TransportError } from './failure.js';
import { hostOf, portOf } from './proxy.js';

export interface Route {
  readonly target: URL;
  readonly proxy?: URL | undefined;
  /** PEM text of certificate authorities, besides the usual ones. */
  readonly ca?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Finds the target's address, where no proxy does. */
  readonly lookup?: LookupFunction | undefined;
}

/**
 * An established connection to the target, TLS handshake done, or to the proxy for plain HTTP. Everything that fails
 * here fails before the request: the error's phase is `unsent`.
 */
export async function openConnection({ target, proxy, ca, lookup, signal }: Route): Promise<Socket> {
  const opened: Socket[] = [];
  const keep = (socket: Socket): Socket => {
    // A socket may fail between two users of it; whoever waits on it then hears of its close.
    socket.on('error', () => {});
    opened.push(socket);
    return socket;
  };
  const secure = (socket: Socket, host: string) =>
    settled(keep(connectTls({ socket, servername: host, ...(ca && { ca: [...ca] }) })), 'secureConnect');
  try {
    return await untilAborted(signal, async () => {
      const first = proxy ?? target;
      const place = { host: hostOf(first), port: portOf(first) };
      const own = proxy === undefined && lookup !== undefined ? { lookup } : {};
      let socket = await settled(keep(connectTcp({ ...place, ...own })), 'connect');
      if (first.protocol === 'https:') socket = await secure(socket, hostOf(first));
      if (proxy === undefined || target.protocol !== 'https:') return socket;
      return secure(await openTunnel(socket, target, proxy), hostOf(target));
    });
  } catch (error) {
    for (const socket of opened) socket.destroy();
    throw new TransportError('unsent', reasonOf(error), error);
  }
}

/** Credentials in the proxy's URL, as its header. */
export function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {};
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function openTunnel(socket: Socket, target: URL, proxy: URL): Promise<Socket> {
  const authority = `${target.hostname}:${portOf(target)}`;
  return new Promise((resolve, reject) => {
    const connect = request({
      createConnection: () => socket,
      method: 'CONNECT',
      path: authority,
      headers: { Host: authority, ...proxyAuthorization(proxy) },
    });
    connect.once('connect', ({ statusCode = 0 }) => {
      if (statusCode >= 200 && statusCode < 300) resolve(socket);
      else reject(new TransportError('unsent', `PROXY_${statusCode}`));
    });
    connect.once('response', ({ statusCode = 0 }) => {
      reject(new TransportError('unsent', `PROXY_${statusCode}`));
    });
    connect.once('error', reject);
    connect.end();
  });
}

function settled(socket: Socket, event: 'connect' | 'secureConnect'): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => reject(new TransportError('unsent', 'CLOSED')));
    socket.once(event, () => resolve(socket));
  });
}

async function untilAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (signal === undefined) return work();
  const { promise, stop } = abortion(signal);
  try {
    return await Promise.race([work(), promise]);
  } finally {
    stop();
  }
}

function abortion(signal: AbortSignal): { promise: Promise<never>; stop: () => void } {
  let stop = () => {};
  const promise = new Promise<never>((_, reject) => {
    const abort = () => reject(new TransportError('unsent', 'TIMEOUT'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    stop = () => signal.removeEventListener('abort', abort);
  });
  return { promise, stop };
}
