import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request that has passed the lock. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Percent-decoded pieces of the path, by the names of the route's pattern. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

export interface Route {
  readonly method: string;
  /** `/api/v4/jobs/:id`; `:name` is one segment, `*name` the rest of the path. */
  readonly pattern: string;
  readonly handle: (exchange: Exchange) => Promise<void> | void;
}

export interface RouteMatch {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** The first route of that method and path; undefined when there is none or the path is not well encoded. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  pathname: string,
): RouteMatch | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const path = matchPattern(route.pattern, pathname);
    if (path !== undefined) return { route, path };
  }
  return undefined;
}

function matchPattern(pattern: string, pathname: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  const found: Record<string, string> = {};
  for (const [index, piece] of wanted.entries()) {
    if (piece.startsWith('*')) {
      found[piece.slice(1)] = given.slice(index).join('/');
      return found;
    }
    const value = given[index];
    if (value === undefined) return undefined;
    if (!piece.startsWith(':')) {
      if (piece !== value) return undefined;
      continue;
    }
    const decoded = decode(value);
    if (!decoded) return undefined;
    found[piece.slice(1)] = decoded;
  }
  return given.length === wanted.length ? found : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
