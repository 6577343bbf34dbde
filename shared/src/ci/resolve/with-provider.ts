import { createResolveCache } from '../cache/index.js';
import type {
  AsyncFileProvider,
  ComponentAnswer,
  FileAnswer,
  FileProvider,
  ListingAnswer,
  OtherCommit,
} from '../files.js';
import type { ResolvedConfig } from '../model.js';
import { type ResolveOptions, type RootFile, readIncludes, resolveConfig } from './resolve.js';

/** GitLab reads at most 150 includes, and a round answers at least one of them. */
const MAX_ROUNDS = 200;

/**
 * Resolves with a provider that answers later: what one reading of the includes asks for is fetched, then they are read
 * again, until that asks for nothing new. An answer is asked for once.
 *
 * @param pause called between the reading of the texts and what is made of them, for whoever has something else to do
 */
export async function resolveWithProvider(
  root: RootFile,
  provider: AsyncFileProvider,
  options: ResolveOptions = {},
  pause: () => Promise<unknown> = noPause,
): Promise<ResolvedConfig> {
  let asked: (() => Promise<void>)[] = [];
  /** One kind of question: what was answered stays, what was not is asked after this pass. */
  const kept = <Answer>(): ((key: string, ask: () => Promise<Answer>) => Answer | typeof PENDING) => {
    const answers = new Map<string, Answer>();
    const pending = new Set<string>();
    return (key, ask) => {
      const known = answers.get(key);
      if (known !== undefined) return known;
      if (!pending.has(key)) {
        pending.add(key);
        asked.push(async () => void answers.set(key, await ask()));
      }
      return PENDING;
    };
  };
  const file = kept<FileAnswer>();
  const listing = kept<ListingAnswer>();
  const remote = kept<FileAnswer>();
  const template = kept<FileAnswer>();
  const component = kept<ComponentAnswer>();
  const files: FileProvider = {
    file: (path, commit) => file(`${commitKey(commit)} ${path}`, () => provider.file(path, commit)),
    listing: (commit) => listing(commitKey(commit), () => provider.listing(commit)),
    remote: (url) => remote(url, () => provider.remote(url)),
    template: (name) => template(name, () => provider.template(name)),
    component: (address) => component(address, () => provider.component(address)),
  };
  const cached = { ...options, cache: options.cache ?? createResolveCache() };
  for (let round = 0; ; round++) {
    readIncludes(root, files, cached);
    await pause();
    if (asked.length === 0 || round === MAX_ROUNDS) {
      const config = resolveConfig(root, files, cached);
      if (asked.length === 0 || round === MAX_ROUNDS) return config;
    }
    const questions = asked;
    asked = [];
    await Promise.all(questions.map((question) => question()));
  }
}

const noPause = (): Promise<void> => Promise.resolve();

const PENDING = { kind: 'unknown', reason: 'not read yet' } as const;

function commitKey(commit: OtherCommit | undefined): string {
  return commit === undefined ? '' : JSON.stringify([commit.project, commit.ref ?? null]);
}
