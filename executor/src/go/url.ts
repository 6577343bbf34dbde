import { goQuote } from './quote.js';
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

/** Why a text is no URL, in Go's words. */
export class UrlError extends Error {}

/** Go's url.Parse; undefined where it fails. */
export function parseUrl(text: string): GoUrl | undefined {
  try {
    return parseUrlStrictly(text);
  } catch (error) {
    if (error instanceof UrlError) return undefined;
    throw error;
  }
}

/** Go's url.Parse; throws UrlError with Go's message. */
export function parseUrlStrictly(text: string): GoUrl {
  const bytes = toBytes(text);
  const hash = bytes.indexOf('#');
  const fragment = hash < 0 ? '' : bytes.slice(hash);
  try {
    return parseWhole(hash < 0 ? bytes : bytes.slice(0, hash), fragment === '#' ? '' : fragment);
  } catch (error) {
    if (error instanceof UrlError) throw new UrlError(`parse ${goQuote(text)}: ${error.message}`);
    throw error;
  }
}

function parseWhole(text: string, fragment: string): GoUrl {
  if (/[\x00-\x1f\x7f]/.test(text)) throw new UrlError('net/url: invalid control character in URL');
  const { scheme, rest: afterScheme } = cutScheme(text);
  const question = afterScheme.indexOf('?');
  const rest = question < 0 ? afterScheme : afterScheme.slice(0, question);
  const tail = (question < 0 ? '' : afterScheme.slice(question)) + fragment;
  if (!rest.startsWith('/') && scheme !== '') {
    return { scheme, opaque: rest, host: '', path: '', rawPath: '', tail };
  }
  if (!rest.startsWith('/') && (rest.split('/')[0] ?? '').includes(':')) {
    throw new UrlError('first path segment in URL cannot contain colon');
  }
  return withAuthority(scheme, rest, tail);
}

function cutScheme(text: string): { scheme: string; rest: string } {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*)?:/.exec(text);
  if (match === null) return { scheme: '', rest: text };
  if (match[1] === undefined) throw new UrlError('missing protocol scheme');
  return { scheme: match[1].toLowerCase(), rest: text.slice(match[0].length) };
}

function withAuthority(scheme: string, rest: string, tail: string): GoUrl {
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  const slash = hasAuthority ? rest.indexOf('/', 2) : 0;
  const authority = hasAuthority ? rest.slice(2, slash < 0 ? undefined : slash) : '';
  const rawPath = slash < 0 ? '' : rest.slice(slash);
  const parts = parseAuthority(authority);
  const path = unescaped(rawPath, 'path');
  const plain = escapeUrl(path, 'path') === rawPath;
  const omitHost = !hasAuthority && scheme !== '';
  return { scheme, opaque: '', ...parts, path, rawPath: plain ? '' : rawPath, tail, omitHost };
}

function parseAuthority(authority: string): Pick<GoUrl, 'user' | 'host'> {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  if (at < 0) return { host };
  const info = authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(info)) throw new UrlError('net/url: invalid userinfo');
  const colon = info.indexOf(':');
  if (colon < 0) return { host, user: { name: unescaped(info, 'user') } };
  const password = unescaped(info.slice(colon + 1), 'user');
  return { host, user: { name: unescaped(info.slice(0, colon), 'user'), password } };
}

function parseHost(host: string): string {
  const bracket = host.startsWith('[') ? host.lastIndexOf(']') : undefined;
  if (bracket === -1) throw new UrlError("missing ']' in host");
  const colon = bracket === undefined ? host.indexOf(':') : bracket + 1;
  const port = colon < 0 ? '' : host.slice(colon);
  if (!/^(?::[0-9]*)?$/.test(port)) throw new UrlError(`invalid port ${goQuote(toText(port))} after host`);
  return unescaped(host, 'host');
}

function unescaped(text: string, part: UrlPart): string {
  const broken = /%(?![0-9A-Fa-f]{2}).{0,2}/s.exec(text);
  if (broken !== null) throw new UrlError(`invalid URL escape ${goQuote(toText(broken[0]))}`);
  const value = unescapeUrl(text, part);
  if (value === undefined) {
    const bad = /[^A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"%\x80-\xff]/.exec(text)?.[0] ?? '';
    throw new UrlError(`invalid character ${goQuote(bad)} in host name`);
  }
  return value;
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
