import { lookup as dnsLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { FileAnswer } from '@gitlab-chatops/shared/ci';
import { caught, ReadFailure } from './failure.js';
import { type GetOptions, get, LOCAL_ADDRESS, LOCAL_REASON } from './get.js';

export interface RemoteOptions extends Pick<GetOptions, 'environment' | 'signal' | 'timeoutMs' | 'pauseMs'> {
  /** Origin of the GitLab that was named by the user: it may be on the local network. */
  readonly trusted: string;
}

/**
 * A file by its URL, as GitLab reads `include:remote` (lib/gitlab/ci/config/external/file/remote.rb): no token, up to
 * three attempts. A repository may be hostile and this computer sees networks that GitLab does not, so addresses of
 * the local network are not asked, as GitLab asks none by default (lib/gitlab/url_blocker.rb).
 */
export async function readRemote(address: string, options: RemoteOptions): Promise<FileAnswer> {
  if (!URL.canParse(address)) return blocked('URI is invalid');
  const url = new URL(address);
  if (!isWeb(url)) return blocked('Only allowed schemes are http, https');
  const outcome = await caught(async () => {
    refuseLocal(url, options);
    return get(withoutUser(url), {
      ...options,
      name: url.host,
      headers: basicAuthorization(url),
      mayFollow: (from, to) => {
        if (!isWeb(to) || (basicAuthorization(url).Authorization && to.origin !== from.origin)) return false;
        refuseLocal(to, options);
        return true;
      },
      ...(url.origin === options.trusted ? {} : { lookup: publicAddress }),
    });
  });
  if (outcome.kind !== 'had') return outcome;
  const { status, text } = outcome.value;
  if (status < 400) return { kind: 'text', text };
  return {
    kind: 'missing',
    message: `Remote file \`${address}\` could not be fetched because of HTTP code \`${status}\` error!`,
  };
}

function blocked(why: string): FileAnswer {
  return { kind: 'missing', message: `Remote file could not be fetched because URL is blocked: ${why}!` };
}

const isWeb = ({ protocol }: URL): boolean => protocol === 'http:' || protocol === 'https:';

/** Ruby's HTTP client sends what stands before the @ as basic authorization. */
function basicAuthorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function withoutUser(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

/** An address that stands in the URL itself is never looked up. */
function refuseLocal({ origin, hostname }: URL, { trusted }: RemoteOptions): void {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (origin === trusted) return;
  if (host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && isLocal(host))) {
    throw new ReadFailure({ kind: 'unknown', reason: LOCAL_REASON });
  }
}

/** Looks a name up once, and connects only to what that gave: a name cannot turn local afterwards. */
const publicAddress: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    if (addresses.some(({ address }) => isLocal(address))) {
      return callback(Object.assign(new Error('local address'), { code: LOCAL_ADDRESS }), []);
    }
    const [first] = addresses;
    if (options.all || first === undefined) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

const LOCAL_NETWORKS = new BlockList();
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Carrier-grade NAT; some clouds keep their metadata there.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
] as const) {
  LOCAL_NETWORKS.addSubnet(address, prefix, 'ipv4');
}
for (const [address, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  LOCAL_NETWORKS.addSubnet(address, prefix, 'ipv6');
}

function isLocal(address: string): boolean {
  return LOCAL_NETWORKS.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
