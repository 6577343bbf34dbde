import { escapeUrl, type UrlPart, unescapeUrl, validEncoded } from './url-escape.js';

/**
 * Go's net/url.URL as far as remotes of repositories need it. All texts are byte strings (one character a byte), as
 * escapes count bytes; parseUrl and formatUrl translate.
 */
export interface GoUrl {
  readonly scheme: string;
  readonly opaque: string;
  readonly user?: { readonly name: string; readonly password?: string };
  readonly host: string;
  readonly path: string;
  readonly rawPath: string;
  /** Query and fragment with their `?` and `#`. */
  readonly tail: string;
  /** `file:/x` and not `file:///x`. */
  readonly omitHost?: boolean;
}

const toBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const toText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** Go's url.Parse; undefined where it fails. */
export function parseUrl(text: string): GoUrl | undefined {
  if (/[\x00-\x1f\x7f]/.test(text)) return undefined;
  const bytes = toBytes(text);
  const hash = bytes.indexOf('#');
  const whole = hash < 0 ? bytes : bytes.slice(0, hash);
  const fragment = hash < 0 ? '' : bytes.slice(hash);
  const cut = cutScheme(whole);
  if (cut === undefined) return undefined;
  const question = cut.rest.indexOf('?');
  const rest = question < 0 ? cut.rest : cut.rest.slice(0, question);
  const tail = (question < 0 ? '' : cut.rest.slice(question)) + (fragment === '#' ? '' : fragment);
  if (!rest.startsWith('/') && cut.scheme !== '') {
    return { scheme: cut.scheme, opaque: rest, host: '', path: '', rawPath: '', tail };
  }
  if (!rest.startsWith('/') && (rest.split('/')[0] ?? '').includes(':')) return undefined;
  return withAuthority(cut.scheme, rest, tail);
}

function cutScheme(text: string): { scheme: string; rest: string } | undefined {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*)?:/.exec(text);
  if (match === null) return { scheme: '', rest: text };
  if (match[1] === undefined) return undefined; // "missing protocol scheme"
  return { scheme: match[1].toLowerCase(), rest: text.slice(match[0].length) };
}

function withAuthority(scheme: string, rest: string, tail: string): GoUrl | undefined {
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  const slash = hasAuthority ? rest.indexOf('/', 2) : 0;
  const authority = hasAuthority ? rest.slice(2, slash < 0 ? undefined : slash) : '';
  const rawPath = slash < 0 ? '' : rest.slice(slash);
  const path = unescapeUrl(rawPath, 'path');
  const parts = parseAuthority(authority);
  if (path === undefined || parts === undefined) return undefined;
  const plain = escapeUrl(path, 'path') === rawPath;
  const omitHost = !hasAuthority && scheme !== '';
  return { scheme, opaque: '', ...parts, path, rawPath: plain ? '' : rawPath, tail, omitHost };
}

function parseAuthority(authority: string): Pick<GoUrl, 'user' | 'host'> | undefined {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  if (host === undefined) return undefined;
  if (at < 0) return { host };
  const info = authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(info)) return undefined;
  const colon = info.indexOf(':');
  const name = unescapeUrl(colon < 0 ? info : info.slice(0, colon), 'user');
  if (name === undefined) return undefined;
  if (colon < 0) return { host, user: { name } };
  const password = unescapeUrl(info.slice(colon + 1), 'user');
  return password === undefined ? undefined : { host, user: { name, password } };
}

function parseHost(host: string): string | undefined {
  const colon = host.startsWith('[') ? host.indexOf(']') + 1 : host.indexOf(':');
  if (host.startsWith('[') && colon === 0) return undefined;
  const port = colon < 0 ? '' : host.slice(colon);
  if (!/^(?::[0-9]*)?$/.test(port)) return undefined;
  return unescapeUrl(host, 'host');
}

/** Go's URL.String. */
export function formatUrl(url: GoUrl): string {
  let out = url.scheme === '' ? '' : `${url.scheme}:`;
  if (url.opaque !== '') return toText(out + url.opaque + url.tail);
  const { user } = url;
  if (url.host !== '' || user !== undefined || (url.scheme !== '' && url.path !== '' && !url.omitHost))
    out += '//';
  if (user !== undefined) out += `${escapeUser(user)}@`;
  if (url.host !== '') out += escapeUrl(url.host, 'host');
  const path = escapedPath(url);
  if (path !== '' && !path.startsWith('/') && url.host !== '') out += '/';
  return toText(out + path + url.tail);
}

function escapeUser(user: { name: string; password?: string }): string {
  const name = escapeUrl(user.name, 'user');
  return user.password === undefined ? name : `${name}:${escapeUrl(user.password, 'user')}`;
}

function escapedPath(url: GoUrl): string {
  const part: UrlPart = 'path';
  if (url.rawPath !== '' && validEncoded(url.rawPath) && unescapeUrl(url.rawPath, part) === url.path) {
    return url.rawPath;
  }
  return url.path === '*' ? '*' : escapeUrl(url.path, part);
}

/** A copy with other user information; texts are given plain. */
export function withUser(url: GoUrl, user?: { name: string; password?: string }): GoUrl {
  const { user: _, ...rest } = url;
  if (user === undefined) return rest;
  const name = toBytes(user.name);
  if (user.password === undefined) return { ...rest, user: { name } };
  return { ...rest, user: { name, password: toBytes(user.password) } };
}

/** A copy with another path, given plain. */
export function withPath(url: GoUrl, path: string): GoUrl {
  return { ...url, path: toBytes(path) };
}

/** The path with escapes resolved, as text. */
export function urlPath(url: GoUrl): string {
  return toText(url.path);
}

/** helpers/url OnlySchemeAndHost: scheme, host and port, nothing else. */
export function schemeAndHost(url: GoUrl): GoUrl {
  return { scheme: url.scheme, opaque: '', host: url.host, path: '', rawPath: '', tail: '' };
}
