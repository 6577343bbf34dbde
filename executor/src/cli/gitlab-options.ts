import type { KnownContext } from '@gitlab-chatops/shared/ci';
import type { Command } from 'commander';
import { cacheFolder, chooseServer, FileCache, type OutsideFiles } from '../repository/index.js';

/** The options by which a command says which GitLab holds what the config includes from outside its repository. */
export interface GitLabOptions {
  readonly gitlab?: string;
  readonly gitlabTokenFile?: string;
  readonly offline?: boolean;
}

export function withGitLabOptions(command: Command): Command {
  return command
    .option(
      '--gitlab <url>',
      'read other projects, templates, components and remote files, from this GitLab (default: GITLAB_CHATOPS_GITLAB_URL, CI_SERVER_URL)',
    )
    .option(
      '--gitlab-token-file <path>',
      'a file with the access token (default: GITLAB_CHATOPS_TOKEN, GITLAB_TOKEN, CI_JOB_TOKEN)',
    )
    .option('--offline', 'ask no server; of what lies outside, only what was read before is known');
}

export interface OpenedGitLab {
  /** The server whose decisions are asked for. */
  readonly known: KnownContext;
  outside(project: string | undefined): Promise<OutsideFiles>;
}

/** undefined: no GitLab was named, so nothing leaves this computer. Its code is loaded at the first question. */
export function openGitLab(options: GitLabOptions, environment: NodeJS.ProcessEnv): OpenedGitLab | undefined {
  const { gitlab: url, gitlabTokenFile: tokenFile, offline = false } = options;
  const server = chooseServer({ url, tokenFile, environment, uid: process.geteuid?.() ?? 0 });
  if (server === undefined) return undefined;
  return {
    known: { server: { url: server.url } },
    async outside(project) {
      const { GitLabFiles } = await import('../repository/gitlab-files.js');
      const folder = cacheFolder(environment);
      return new GitLabFiles({
        server,
        project,
        environment,
        offline,
        ...(folder === undefined ? {} : { cache: new FileCache(folder, Date.now) }),
      });
    },
  };
}
