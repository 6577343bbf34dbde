import { CodedError } from '@gitlab-chatops/shared/errors';
import { readToken } from '../../delivery/token.js';

/** The GitLab that is asked for what lies outside the repository. */
export interface GitLabServer {
  /** Without a slash at its end, e.g. `https://gitlab.example.com/git`. */
  readonly url: string;
  readonly token?: GitLabToken;
}

/** `access`: a personal, group, project or OAuth token; `job`: a job's own, which GitLab takes in another header. */
export interface GitLabToken {
  readonly kind: 'access' | 'job';
  readonly value: string;
}

export interface ServerChoice {
  /** `--gitlab`. */
  readonly url?: string | undefined;
  /** `--gitlab-token-file`. */
  readonly tokenFile?: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  /** Effective user id of this process. */
  readonly uid: number;
}

const TOKEN_VARIABLES = ['GITLAB_CHATOPS_TOKEN', 'GITLAB_TOKEN'] as const;

/**
 * Which GitLab is asked, or undefined: none, then nothing leaves this computer. The address is an option or stands in
 * the environment (in a GitLab job it does); a token never is an option, because ps shows those.
 * @throws CodedError CONFIG_GITLAB_URL, CONFIG_TOKEN_MISSING, CONFIG_TOKEN_UNSAFE, CONFIG_TOKEN_INVALID
 */
export function chooseServer(choice: ServerChoice): GitLabServer | undefined {
  const { environment } = choice;
  const text =
    choice.url ?? (environment.GITLAB_CHATOPS_GITLAB_URL || environment.CI_SERVER_URL || undefined);
  if (text === undefined) return undefined;
  const url = serverUrl(text);
  const token = chooseToken(url, choice);
  return token === undefined ? { url } : { url, token };
}

function serverUrl(text: string): string {
  const full = text.includes('://') ? text : `https://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw badUrl(`${text} is not the address of a GitLab.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw badUrl('The address of a GitLab holds no user and no password.');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function badUrl(message: string): CodedError {
  return new CodedError({
    code: 'CONFIG_GITLAB_URL',
    message,
    wayOut: 'Give it as --gitlab https://gitlab.example.com, and a token in GITLAB_CHATOPS_TOKEN.',
  });
}

function chooseToken(url: string, { tokenFile, environment, uid }: ServerChoice): GitLabToken | undefined {
  const context = { environment, uid, purpose: 'gitlab' } as const;
  if (tokenFile !== undefined) {
    return { kind: 'access', value: readToken({ kind: 'file', path: tokenFile }, context) };
  }
  const name = TOKEN_VARIABLES.find((each) => environment[each]);
  if (name !== undefined) return { kind: 'access', value: readToken({ kind: 'env', name }, context) };
  // A job's token belongs to the GitLab that runs the job.
  const own = environment.CI_SERVER_URL;
  const isOwn = own !== undefined && URL.canParse(own) && new URL(own).origin === new URL(url).origin;
  const job = environment.CI_JOB_TOKEN;
  return isOwn && job ? { kind: 'job', value: job } : undefined;
}

/** What component addresses begin with: host, a port of its own, and the path below which GitLab lives. */
export function fqdn({ url }: GitLabServer): string {
  return url.replace(/^https?:\/\//, '');
}
