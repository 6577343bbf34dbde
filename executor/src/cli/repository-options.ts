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
  /** What standard input gave already. */
  readonly text?: string;
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
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ReadConfig> {
  const { repo, ref, config, stdin } = options;
  const text = stdin === true ? readFileSync(0, 'utf8') : options.text;
  const gitlab = openGitLab(options, environment);
  return readConfig({
    directory: repo,
    environment,
    known: { ...gitlab?.known, ...known },
    ...(gitlab === undefined ? {} : { outside: gitlab.outside }),
    ...(ref === undefined ? {} : { ref }),
    ...(config === undefined ? {} : { configPath: config }),
    ...(text === undefined ? {} : { text }),
  });
}
