import {
  formatUrl,
  type GoUrl,
  joinPath,
  parseUrl,
  parseUrlStrictly,
  schemeAndHost,
  UrlError,
  urlPath,
  withPath,
  withUser,
} from '../../../go/index.js';

/** Source: helpers/url/gitauth.go GitAuthConfig. */
export interface GitAuthFacts {
  readonly cloneUrl: string;
  /** `[[runners]] url`. */
  readonly runnerUrl: string;
  readonly repoUrl: string;
  readonly token: string;
  /** CI_PROJECT_PATH. */
  readonly projectPath: string;
  readonly submoduleForceHttps: boolean;
  readonly server: { readonly host: string; readonly sshHost: string; readonly sshPort: string };
  /** false with FF_GIT_URLS_WITHOUT_TOKENS: a credential helper knows the token, no URL does. */
  readonly authenticated: boolean;
}

/** What git asks for, what stands in for it. */
export type InsteadOf = readonly [replacement: string, asked: string];

/** The URL git fetches from. Throws Go's sentence about one it cannot parse. */
export function remoteUrlStrictly(facts: GitAuthFacts): GoUrl {
  const clone = parseUrl(facts.cloneUrl);
  if (clone !== undefined && clone.scheme !== '') {
    return applyAuth(facts, withPath(clone, joinPath(urlPath(clone), `${facts.projectPath}.git`)));
  }
  const repo = parseUrlStrictly(facts.repoUrl);
  return facts.authenticated ? repo : applyAuth(facts, repo);
}

/** The same; undefined where Go cannot parse it. */
export function remoteUrl(facts: GitAuthFacts): GoUrl | undefined {
  try {
    return remoteUrlStrictly(facts);
  } catch (error) {
    if (error instanceof UrlError) return undefined;
    throw error;
  }
}

/** `scheme://host` of the remote, without path and credentials; '' for a local path. */
export function remoteHost(url: GoUrl): string {
  return formatUrl(schemeAndHost(url));
}

/** git's insteadOf pairs for the Runner's URL, ssh forms and the repository's host. Throws where a URL is unusable. */
export function insteadOfs(facts: GitAuthFacts): InsteadOf[] {
  const base = baseUrl(facts);
  if (base === undefined) throw new Error('invalid URL');
  if (!isHttp(base)) return [];
  if (!facts.authenticated) return sshInsteadOfs(facts, trimmed(base));
  const authed = trimmed(applyAuth(facts, base));
  const repo = repoBase(facts);
  return [[authed, trimmed(base)], ...sshInsteadOfs(facts, authed), ...(repo === undefined ? [] : [repo])];
}

function baseUrl(facts: GitAuthFacts): GoUrl | undefined {
  const clone = parseUrl(facts.cloneUrl);
  return clone !== undefined && clone.scheme !== '' ? clone : parseUrl(facts.runnerUrl);
}

/** Submodules on the repository's host may belong to other projects: the host without a path is rewritten too. */
function repoBase(facts: GitAuthFacts): InsteadOf | undefined {
  const repo = parseUrlStrictly(facts.repoUrl);
  if (!isHttp(repo)) return undefined;
  const base = withPath(repo, '');
  return [trimmed(applyAuth(facts, base)), trimmed(withUser(base))];
}

function applyAuth(facts: GitAuthFacts, url: GoUrl): GoUrl {
  if (url.scheme === 'ssh') return url.user === undefined ? withUser(url, { name: 'git' }) : url;
  return withUser(url, facts.authenticated ? { name: 'gitlab-ci-token', password: facts.token } : undefined);
}

function sshInsteadOfs(facts: GitAuthFacts, base: string): InsteadOf[] {
  if (!facts.submoduleForceHttps) return [];
  const { host, sshHost, sshPort } = facts.server;
  const name = sshHost === '' ? host : sshHost;
  if (sshPort !== '' && sshPort !== '22') return [[base, `ssh://git@${name}:${sshPort}`]];
  return [
    [`${base}/`, `git@${name}:`],
    [base, `ssh://git@${name}`],
  ];
}

function isHttp(url: GoUrl): boolean {
  return url.scheme === 'http' || url.scheme === 'https';
}

function trimmed(url: GoUrl): string {
  return formatUrl(url).replace(/\/+$/, '');
}
