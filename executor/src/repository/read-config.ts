import {
  type AsyncFileProvider,
  type ComponentAnswer,
  type FileAnswer,
  fileLabel,
  type KnownContext,
  likelyContext,
  type PipelineContext,
  pipelineContext,
  type ResolvedConfig,
  resolveWithProvider,
} from '@gitlab-chatops/shared/ci';
import { CodedError } from '@gitlab-chatops/shared/errors';
import type { OutsideFiles } from './gitlab-files.js';
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
  /** Opens what answers for files outside the repository, at the first such question; default: they are unknown. */
  readonly outside?: (project: string | undefined) => Promise<OutsideFiles>;
  readonly environment: NodeJS.ProcessEnv;
}

/** A repository's CI config as GitLab reads it. */
export interface ReadConfig {
  readonly configPath: string;
  readonly text: string;
  readonly config: ResolvedConfig;
  readonly context: PipelineContext;
  /** Texts of the repository's files that were read, by the path that source ranges name. */
  readonly texts: ReadonlyMap<string, string>;
  /** The same with those from outside, by the label that source ranges name. */
  readonly allTexts: ReadonlyMap<string, string>;
  /** Any other file of the repository. */
  read(path: string): Promise<string | undefined>;
}

const CONFIG_PATH = '.gitlab-ci.yml';
const OUTSIDE = {
  kind: 'unknown',
  reason: 'only the files of this repository are read; --gitlab reads the others',
} as const;

const NOTHING_OUTSIDE: OutsideFiles = {
  file: async () => OUTSIDE,
  listing: async () => OUTSIDE,
  remote: async () => OUTSIDE,
  template: async () => OUTSIDE,
  component: async () => OUTSIDE,
};

/** Throws CONFIG_NO_CI_FILE and what openRepositorySource throws. */
export async function readConfig(options: ReadOptions): Promise<ReadConfig> {
  const configPath = options.configPath ?? CONFIG_PATH;
  const source = await openRepositorySource({ ...options, configPath });
  const text = options.text ?? (await source.read(configPath));
  if (text === undefined) {
    throw new CodedError({
      code: 'CONFIG_NO_CI_FILE',
      message: `There is no ${configPath} in ${source.root}.`,
      wayOut: 'Name the repository, or the path of its config.',
    });
  }
  const paths = await source.list();
  const known = options.known ?? {};
  const context = likelyContext(
    pipelineContext({
      ...source.known,
      ...known,
      project: { configPath, ...source.known.project, ...known.project },
      files: paths,
    }),
    text,
  );
  const texts = new Map([[configPath, text]]);
  const outsideTexts = new Map<string, string>();
  const kept = <A extends FileAnswer | ComponentAnswer>(label: string, answer: A): A => {
    if (answer.kind === 'text') outsideTexts.set(label, answer.text);
    return answer;
  };
  let opened: Promise<OutsideFiles> | undefined;
  const outside = async (): Promise<OutsideFiles> => {
    opened ??= options.outside?.(source.known.project?.path);
    return opened ?? NOTHING_OUTSIDE;
  };
  const provider: AsyncFileProvider = {
    async file(path, commit) {
      if (commit !== undefined) {
        return kept(fileLabel(path, commit), await (await outside()).file(path, commit));
      }
      const found = await source.read(path);
      if (found === undefined) return { kind: 'missing' };
      texts.set(path, found);
      return { kind: 'text', text: found };
    },
    async listing(commit) {
      return commit === undefined ? { kind: 'known', paths } : (await outside()).listing(commit);
    },
    remote: async (url) => kept(url, await (await outside()).remote(url)),
    template: async (name) => kept(name, await (await outside()).template(name)),
    component: async (address) => kept(address, await (await outside()).component(address)),
  };
  const config = await resolveWithProvider({ path: configPath, text }, provider, { context });
  return {
    configPath,
    text,
    config,
    context,
    texts,
    get allTexts() {
      return new Map([...outsideTexts, ...texts]);
    },
    read: (path) => source.read(path),
  };
}
