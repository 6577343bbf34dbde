import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type ReadConfig, type ReadOptions, readConfig } from '../repository/index.js';
import { type GitLabOptions, openGitLab, withGitLabOptions } from './gitlab-options.js';

/** The options by which `jobs`, `explain` and `lint` say which config they mean. */
export interface RepositoryOptions extends GitLabOptions {
  readonly repo: string;
  readonly ref?: string;
  readonly config?: string;
  readonly stdin?: boolean;
}

export function withRepositoryOptions(command: Command): Command {
  return withGitLabOptions(
    command
      .option('--repo <path>', 'the repository', '.')
      .option('--ref <ref>', 'a commit, branch or tag instead of the working tree')
      .option('--config <path>', 'path of the CI config in the repository (default: .gitlab-ci.yml)')
      .option('--stdin', 'read the text of the CI config from standard input'),
  );
}

export async function readRepository(
  options: RepositoryOptions,
  known: ReadOptions['known'] = {},
): Promise<ReadConfig> {
  const { repo, ref, config, stdin } = options;
  const gitlab = openGitLab(options, process.env);
  return readConfig({
    directory: repo,
    environment: process.env,
    known: { ...gitlab?.known, ...known },
    ...(gitlab === undefined ? {} : { outside: gitlab.outside }),
    ...(ref === undefined ? {} : { ref }),
    ...(config === undefined ? {} : { configPath: config }),
    ...(stdin === true ? { text: readFileSync(0, 'utf8') } : {}),
  });
}
