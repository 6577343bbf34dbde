import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import {
  type ChatName,
  type ChatPlanner,
  type GitLabUser,
  type LocalGitLab,
  startLocalGitLab,
} from '../gitlab/index.js';
import { type Asset, type ChannelPage, startChannelPage } from '../page/index.js';
import { type LocalSlack, startLocalSlack } from '../slack/index.js';
import { Composer } from './composer.js';
import { driverSettings, writeDriverFiles } from './driver-files.js';
import { GitLabFeed } from './gitlab-feed.js';
import { startRunner } from './local-runner.js';
import { listHeadJobs, planFromHead } from './planning.js';
import { projectName } from './project-name.js';

export interface SessionOptions {
  /** The user's directory: a working tree, a bare repository, or plain files. */
  readonly repository: string;
  /** A commit to run instead of the working tree. */
  readonly ref?: string;
  /** Port of the channel page; default: a free one. */
  readonly port?: number;
  /** Decides what a chat command does; by default GitLab's rules on the repository's own files. */
  readonly planner?: ChatPlanner;
  /** `shell`: the Runner without our driver, as a peer. */
  readonly executor?: 'custom' | 'shell';
  /**
   * Whether the Runner stamps the log. Default true, as Runners do: so GitLab's own reply is shown as GitLab would
   * post it (design D12). `register` turns it off, so that our fallback through GitLab reads well (D4).
   */
  readonly timestamps?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  readonly now?: () => number;
  /** The page's browser side; by default the bundled one. */
  readonly assets?: ReadonlyMap<string, Asset>;
  /** Told of what went wrong inside. */
  readonly onError?: (error: unknown) => void;
}

/** The whole loop on loopback: Slack, GitLab, Runner and the channel page. */
export interface Session {
  /** Opens the channel page. */
  readonly url: string;
  readonly slack: LocalSlack;
  readonly gitlab: LocalGitLab;
  /** Ends running jobs and leaves no process and no file. */
  close(): Promise<void>;
}

/**
 * Starts a session for one directory.
 * Throws CONFIG_REPOSITORY_MISSING, CONFIG_REPOSITORY_OWNER, CONFIG_REF_UNKNOWN, CONFIG_GIT_MISSING, CONFIG_GIT_FAILED,
 * CONFIG_PORT_IN_USE, CONFIG_PAGE_MISSING.
 */
export async function startSession(options: SessionOptions): Promise<Session> {
  const root = await mkdtemp(join(tmpdir(), 'gitlab-chatops-'));
  const closers: (() => Promise<void>)[] = [() => rm(root, { recursive: true, force: true })];
  /** Last opened, first closed; one that fails keeps no other open. */
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer().catch(options.onError);
  };
  try {
    return { ...(await openSession(options, root, (closer) => closers.push(closer))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openSession(
  options: SessionOptions,
  root: string,
  onClose: (closer: () => Promise<void>) => void,
): Promise<Omit<Session, 'close'>> {
  const { environment = process.env, now = Date.now, onError = () => {} } = options;
  const name = projectName(options.repository);
  const slack = await startLocalSlack({ now, installed: (command) => installedCommand(gitlab, command) });
  onClose(() => slack.close());
  const gitlab: LocalGitLab = await startLocalGitLab({
    planner: options.planner ?? planFromHead,
    repository: {
      directory: options.repository,
      ...(options.ref === undefined ? {} : { ref: options.ref }),
    },
    project: { path: `local/${name}`, title: name },
    chatName: (teamId, userId) => linkedUser(slack, teamId, userId),
    isSlack: (responseUrl) => responseUrl.startsWith(slack.responseUrlPrefix),
    webUrl: () => page.origin,
    environment,
    temporaryDirectory: root,
    onError,
  });
  onClose(() => gitlab.close());
  const files = await writeDriverFiles({
    folder: root,
    projectPath: gitlab.project.path,
    slack: { apiUrl: slack.apiUrl, botToken: slack.app.botToken, channel: slack.channel.id },
  });
  const runner = startRunner({
    url: gitlab.url,
    token: gitlab.runnerToken,
    files,
    driver: options.executor === 'shell' ? undefined : driverSettings(),
    environment,
    timestamps: options.timestamps ?? true,
    onError,
  });
  onClose(() => runner.stop());
  const feed = new GitLabFeed(gitlab);
  const composer = new Composer(slack, gitlab, async () => {
    feed.setJobs(await listHeadJobs(await gitlab.head(localUser())));
  });
  onClose(() => composer.close());
  const page: ChannelPage = await startChannelPage({
    slack,
    feed,
    project: name,
    command: `/${name}`,
    type: (text) => composer.type(text),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.assets === undefined ? {} : { assets: options.assets }),
  });
  onClose(() => page.close());
  await composer.refresh();
  return { url: page.url, slack, gitlab };
}

/** `/gitlab PROJECT run …` is the GitLab for Slack app; every other word is the project's own slash command. */
function installedCommand(gitlab: LocalGitLab, command: string) {
  const api = `${gitlab.url}/api/v4`;
  if (command === '/gitlab') {
    return { requestUrl: `${api}/slack/trigger`, verificationToken: gitlab.slackAppToken };
  }
  return {
    requestUrl: `${api}/projects/${gitlab.project.id}/integrations/slack_slash_commands/trigger`,
    verificationToken: gitlab.slackToken,
  };
}

/** The one person of the local Slack is linked to a GitLab user who may run pipelines. */
function linkedUser(slack: LocalSlack, teamId: string, userId: string): ChatName | undefined {
  if (teamId !== slack.workspace.team.id || userId !== slack.person.id) return undefined;
  return { user: localUser(), access: 'developer', confirmed: true };
}

function localUser(): GitLabUser {
  const login = userName();
  return { id: 1, login, name: login, email: `${login}@local.invalid` };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run an account that has no name.
    return 'you';
  }
}
