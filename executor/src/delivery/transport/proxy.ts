import { BlockList, isIP } from 'node:net';

/** Where a proxy may be named: the settings win, then the variables that curl and Go programs read. */
export interface ProxyChoice {
  /** `slack.proxy` of the settings. */
  readonly configured?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The proxy for a URL, if any. NO_PROXY holds for a configured one too; this host is always reached directly. */
export function proxyFor(target: URL, { configured, environment }: ProxyChoice): URL | undefined {
  const variable = (name: string) => environment[name] || environment[name.toUpperCase()];
  const scheme = target.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const proxy = configured ?? variable(scheme) ?? variable('all_proxy');
  if (proxy === undefined || isLoopback(hostOf(target))) return undefined;
  if (isExempt(target, variable('no_proxy') ?? '')) return undefined;
  const url = proxy.includes('://') ? proxy : `http://${proxy}`;
  return URL.canParse(url) ? new URL(url) : undefined;
}

/** Without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

/** NO_PROXY: names with all below them, addresses, networks, each with a port or without; `*` is everything. */
function isExempt(target: URL, noProxy: string): boolean {
  const entries = noProxy.toLowerCase().split(/[\s,]+/);
  return entries.some((entry) => entry !== '' && isExemptBy(entry, target));
}

function isExemptBy(entry: string, target: URL): boolean {
  const host = hostOf(target);
  if (entry === '*') return true;
  if (entry.includes('/')) return isInNetwork(host, entry);
  if (isIP(entry) === 6) return host === entry;
  const [, name = '', port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(entry) ?? [];
  if (port !== undefined && Number(port) !== portOf(target)) return false;
  const domain = name.replace(/^\*?\./, '');
  return host === domain || host.endsWith(`.${domain}`);
}

function isInNetwork(host: string, network: string): boolean {
  const [address = '', prefix = ''] = network.split('/');
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(prefix)) return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  if (Number(prefix) > (family === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(prefix), type);
  return list.check(host, type);
}
