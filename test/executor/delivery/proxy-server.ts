import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** A forward proxy on loopback: CONNECT tunnels and absolute-form requests, each to one port whatever the host. */
export class ProxyServer {
  /** `CONNECT host:port` or `POST http://…`, with the credentials given. */
  readonly seen: { readonly target: string; readonly authorization: string | undefined }[] = [];
  readonly #server: Server;

  private constructor(upstream: number, refusal: number | 'silent' | undefined) {
    this.#server = createServer((incoming, outgoing) => {
      this.seen.push({
        target: `${incoming.method} ${incoming.url}`,
        authorization: incoming.headers['proxy-authorization'],
      });
      const { pathname } = new URL(incoming.url ?? '');
      const forward = request(
        {
          port: upstream,
          host: '127.0.0.1',
          method: incoming.method,
          path: pathname,
          headers: incoming.headers,
        },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      incoming.pipe(forward);
    });
    this.#server.on('connect', (incoming, socket) => {
      this.seen.push({
        target: `CONNECT ${incoming.url}`,
        authorization: incoming.headers['proxy-authorization'],
      });
      if (refusal === 'silent') return;
      if (refusal !== undefined) {
        socket.end(`HTTP/1.1 ${refusal} No\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      const tunnel = connect(upstream, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        tunnel.pipe(socket).pipe(tunnel);
      });
      tunnel.on('error', () => socket.destroy());
      socket.on('error', () => tunnel.destroy());
    });
  }

  static async start(upstream: number, refusal?: number | 'silent'): Promise<ProxyServer> {
    const proxy = new ProxyServer(upstream, refusal);
    await new Promise<void>((listening) => proxy.#server.listen(0, '127.0.0.1', listening));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
