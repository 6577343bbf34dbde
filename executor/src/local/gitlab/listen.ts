import { BodyTooLarge, type LoopbackServer, listenOnLoopback } from '../loopback/index.js';
import { refuseWith } from './http/answer.js';
import { matchRoute, type Route } from './http/router.js';
import type { GitLabLimits } from './limits.js';

export interface ListenOptions {
  readonly limits: GitLabLimits;
  readonly port: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Serves the routes on loopback. No page talks to this server: whatever a browser sends on behalf of a page carries an
 * Origin and is refused (design D11).
 */
export function listen(routes: readonly Route[], options: ListenOptions): Promise<LoopbackServer> {
  const { limits, port, onError } = options;
  return listenOnLoopback(
    async (request, response) => {
      if (request.headers.origin !== undefined) return refuseWith(response, 403, '403 Forbidden');
      const target = request.url ?? '/';
      if (!URL.canParse(target, BASE)) return refuseWith(response, 404, '404 Not Found');
      const url = new URL(target, BASE);
      const match = matchRoute(routes, request.method ?? '', url.pathname);
      if (match === undefined) return refuseWith(response, 404, '404 Not Found');
      try {
        await match.route.handle({ request, response, path: match.path, query: url.searchParams });
      } catch (error) {
        // The client hung up.
        if (response.socket?.destroyed !== false) return;
        if (response.headersSent) {
          response.destroy();
        } else if (error instanceof BodyTooLarge) {
          return refuseWith(response, 413, '413 Request Entity Too Large', { connection: 'close' });
        } else {
          refuseWith(response, 500, '500 Internal Server Error');
        }
        onError(error);
      }
    },
    port,
    {
      headersTimeoutMs: limits.headersTimeoutMs,
      requestTimeoutMs: limits.requestTimeoutMs,
      connections: limits.connections,
    },
  );
}

const BASE = 'http://localhost';
