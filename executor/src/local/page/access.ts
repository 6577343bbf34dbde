import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Who may use the page. Whoever can post here runs code on this machine, so: a secret in the printed URL is
 * exchanged for a cookie, and a request that another origin caused is refused whatever it carries. The Host
 * allowlist is the loopback server's own.
 */
export interface PageSecrets {
  /** In the printed URL, as `?key=`. */
  readonly key: string;
  /** The cookie's value; another secret, so that a leaked cookie does not hand on the URL. */
  readonly cookie: string;
}

export type Access =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: number; readonly why: string };

const GRANTED: Access = { ok: true };

/** Ports share a host's cookies, so the name holds the port: two sessions do not overwrite each other. */
function cookieName(port: number): string {
  return `gitlab-chatops-${port}`;
}

export function setCookie(port: number, secrets: PageSecrets): string {
  return `${cookieName(port)}=${secrets.cookie}; Path=/; HttpOnly; SameSite=Strict`;
}

/** The first visit: the key in the URL. */
export function hasKey(url: URL, secrets: PageSecrets): boolean {
  return same(url.searchParams.get('key') ?? '', secrets.key);
}

/** May this request read? `isNavigation`: it asks for a page, which links from elsewhere may do. */
export function mayRead(
  headers: IncomingHttpHeaders,
  port: number,
  secrets: PageSecrets,
  isNavigation: boolean,
): Access {
  if (!hasCookie(headers, port, secrets)) return refused(403, 'Open the URL that the terminal shows.');
  if (headers.origin !== undefined && headers.origin !== ownOrigin(headers)) {
    return refused(403, 'Another page may not read here.');
  }
  const site = headers['sec-fetch-site'];
  if (!isNavigation && site !== undefined && site !== 'same-origin' && site !== 'none') {
    return refused(403, 'Another page may not read here.');
  }
  return GRANTED;
}

/** May this request act? Only as JSON from this very page: a form of another page cannot say either. */
export function mayAct(headers: IncomingHttpHeaders, port: number, secrets: PageSecrets): Access {
  if (headers.origin !== ownOrigin(headers)) return refused(403, 'Another page may not write here.');
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return refused(403, 'Another page may not write here.');
  if (!hasCookie(headers, port, secrets)) return refused(403, 'Open the URL that the terminal shows.');
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' ? GRANTED : refused(415, 'Send JSON.');
}

function ownOrigin(headers: IncomingHttpHeaders): string {
  return `http://${headers.host ?? ''}`;
}

function hasCookie(headers: IncomingHttpHeaders, port: number, secrets: PageSecrets): boolean {
  const wanted = `${cookieName(port)}=`;
  return (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .some((pair) => pair.startsWith(wanted) && same(pair.slice(wanted.length), secrets.cookie));
}

function refused(status: number, why: string): Access {
  return { ok: false, status, why };
}

function same(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
