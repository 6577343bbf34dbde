import { rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { SettingVariable } from '@gitlab-chatops/shared/ci/variables';
import {
  type ChatName,
  type ChatPlanner,
  type GitLabUser,
  type LocalGitLab,
  startLocalGitLab,
} from '../gitlab/index.js';
import { type LocalSlack, startLocalSlack } from '../slack/index.js';
import { driverSettings, writeDriverFiles } from './driver-files.js';
import { startRunner } from './local-runner.js';
import { planFromHead } from './planning.js';
import { projectName } from './project-name.js';
import { makeTemporaryFolder } from './temporary-folder.js';

export interface LoopOptions {
  /** The user's directory: a working tree, a bare repository, or plain files. */
  readonly repository: string;
  /** A commit to run instead of the working tree. */
  readonly ref?: string;
  /** Texts of an editor that stand in place of what is on disk, by path inside the repository. */
  readonly unsaved?: Readonly<Record<string, string>>;
  /** Path of the CI config in the repository; default `.gitlab-ci.yml`. */
  readonly configPath?: string;
  /** Variables of the project's CI/CD settings. */
  readonly variables?: readonly SettingVariable[];
  /** CHAT_CHANNEL and CHAT_USER_ID with their names; default: made-up ones. */
  readonly channel?: { readonly id: string; readonly name: string };
  readonly user?: { readonly id: string; readonly name: string };
  /** Where jobs run; default `host`. */
  readonly sandbox?: 'host' | 'bubblewrap';
  /** Decides what a chat command does; by default GitLab's rules on the repository's own files. */
  readonly planner?: ChatPlanner;
  /** `shell`: the Runner without our driver, as a peer. */
  readonly executor?: 'custom' | 'shell';
  /**
   * Whether the Runner stamps the log. Default true, as Runners do: so GitLab's own reply is shown as GitLab would
   * post it (design D12). `register` turns it off, so that our fallback through GitLab reads well (D4).
   */
  readonly timestamps?: boolean;
  /** Where people look at jobs; default: the local GitLab's own URL. */
  readonly webUrl?: () => string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly now?: () => number;
  /** Told of what went wrong inside. */
  readonly onError?: (error: unknown) => void;
}

/** Slack, GitLab and Runner on loopback, tied together as in production. */
export interface Loop {
  readonly slack: LocalSlack;
  readonly gitlab: LocalGitLab;
  /** Name of the project and of its slash command. */
  readonly name: string;
}

export interface RunningLoop extends Loop {
  /** Ends running jobs and leaves no process and no file. */
  close(): Promise<void>;
}

/** Takes what has to be closed; the last one is closed first. */
export type OnClose = (closer: () => Promise<void>) => void;

/**
 * Opens what `open` opens in a temporary folder of its own, and hands back the way to close all of it. When opening
 * fails, what was opened already is closed.
 */
export async function openTogether<T extends object>(
  open: (root: string, onClose: OnClose) => Promise<T>,
  onError: (error: unknown) => void = () => {},
): Promise<T & { close(): Promise<void> }> {
  const root = await makeTemporaryFolder();
  const closers: (() => Promise<void>)[] = [() => remove(root)];
  /** One that fails keeps no other open. */
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer().catch(onError);
  };
  try {
    return { ...(await open(root, (closer) => closers.push(closer))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A job that had to be given up may still be writing there. */
function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
}

/** The loop without a page, for one command. Throws as startLocalGitLab does. */
export function startLoop(options: LoopOptions): Promise<RunningLoop> {
  return openTogether((root, onClose) => openLoop(options, root, onClose), options.onError);
}

export async function openLoop(options: LoopOptions, root: string, onClose: OnClose): Promise<Loop> {
  const { environment = process.env, now = Date.now, onError = () => {} } = options;
  const name = projectName(options.repository);
  const slack = await startLocalSlack({
    now,
    installed: (command) => installedCommand(gitlab, command),
    ...given('channel', options.channel),
    ...given('person', options.user),
  });
  onClose(() => slack.close());
  const gitlab: LocalGitLab = await startLocalGitLab({
    planner: options.planner ?? planFromHead,
    repository: {
      directory: options.repository,
      ...given('ref', options.ref),
      ...given('unsaved', options.unsaved),
    },
    project: {
      path: `local/${name}`,
      title: name,
      ...given('configPath', options.configPath),
      ...given('variables', options.variables),
    },
    chatName: (teamId, userId) => linkedUser(slack, teamId, userId),
    isSlack: (responseUrl) => responseUrl.startsWith(slack.responseUrlPrefix),
    ...given('webUrl', options.webUrl),
    environment,
    temporaryDirectory: root,
    onError,
  });
  onClose(() => gitlab.close());
  const files = await writeDriverFiles({
    folder: root,
    projectPath: gitlab.project.path,
    slack: { apiUrl: slack.apiUrl, botToken: slack.app.botToken, channel: slack.channel.id },
    ...given('sandbox', options.sandbox),
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
  return { slack, gitlab, name };
}

/** An option that is handed on only when it was given. */
function given<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  const option: { [key in K]?: V } = {};
  if (value !== undefined) option[key] = value;
  return option;
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

/** The account that runs us, as the GitLab user of the session. */
export function localUser(): GitLabUser {
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
