import {
  type AsyncFileProvider,
  type KnownContext,
  type PipelineContext,
  pipelineContext,
  type ResolvedConfig,
  resolveWithProvider,
} from '@gitlab-chatops/shared/ci';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { openRepositorySource } from './source.js';

export interface ReadOptions {
  readonly directory: string;
  readonly ref?: string;
  /** Path of the CI config in the repository; default `.gitlab-ci.yml`. */
  readonly configPath?: string;
  /** Text of the config, from standard input, instead of the file's. */
  readonly text?: string;
  /** What the caller knows of the pipeline beyond what git tells. */
  readonly known?: KnownContext;
  /** Answers for what lies outside the repository; by default nothing is known of it. */
  readonly outside?: Omit<AsyncFileProvider, 'file' | 'listing'> & Partial<AsyncFileProvider>;
  readonly environment: NodeJS.ProcessEnv;
}

/** A repository's CI config as GitLab reads it. */
export interface ReadConfig {
  readonly configPath: string;
  readonly text: string;
  readonly config: ResolvedConfig;
  readonly context: PipelineContext;
  /** Texts of the files that were read, by the path that source ranges name. */
  readonly texts: ReadonlyMap<string, string>;
  /** Any other file of the repository. */
  read(path: string): Promise<string | undefined>;
}

const CONFIG_PATH = '.gitlab-ci.yml';
const OUTSIDE = {
  kind: 'unknown',
  reason: 'only the files of this repository are read; --gitlab reads the others',
} as const;

/** Throws CONFIG_NO_CI_FILE and what openRepositorySource throws. */
export async function readConfig(options: ReadOptions): Promise<ReadConfig> {
  const configPath = options.configPath ?? CONFIG_PATH;
  const source = await openRepositorySource({ ...options, configPath });
  const text = options.text ?? (await source.read(configPath));
  if (text === undefined) {
    throw new CodedError({
      code: 'CONFIG_NO_CI_FILE',
      message: `There is no ${configPath} in ${source.root}.`,
      wayOut: 'Name the repository with --repo, or its config with --config.',
    });
  }
  const paths = await source.list();
  const known = options.known ?? {};
  const context = pipelineContext({
    ...source.known,
    ...known,
    project: { configPath, ...source.known.project, ...known.project },
    files: paths,
  });
  const texts = new Map([[configPath, text]]);
  const outside = options.outside;
  const provider: AsyncFileProvider = {
    async file(path, commit) {
      if (commit !== undefined) return outside?.file?.(path, commit) ?? OUTSIDE;
      const found = await source.read(path);
      if (found === undefined) return { kind: 'missing' };
      texts.set(path, found);
      return { kind: 'text', text: found };
    },
    async listing(commit) {
      if (commit !== undefined) return outside?.listing?.(commit) ?? OUTSIDE;
      return { kind: 'known', paths };
    },
    remote: async (url) => outside?.remote(url) ?? OUTSIDE,
    template: async (name) => outside?.template(name) ?? OUTSIDE,
    component: async (address) => outside?.component(address) ?? OUTSIDE,
  };
  const config = await resolveWithProvider({ path: configPath, text }, provider, { context });
  return { configPath, text, config, context, texts, read: (path) => source.read(path) };
}
