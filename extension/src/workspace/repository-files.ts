import type { AsyncFileProvider, FileAnswer, ListingAnswer, OtherCommit } from '@gitlab-chatops/shared/ci';
import { type ConfigRoot, fileOf } from './config-root.js';
import { readText } from './text-files.js';

/** How the files of a repository are found out. */
export type ListFiles = (root: ConfigRoot) => Promise<ListingAnswer>;

const OUTSIDE = {
  kind: 'unknown',
  reason: 'the editor reads only the files of this repository',
} as const;

/** One root's repository at one moment: every file is read once, as the editor has it. */
export class RepositoryFiles implements AsyncFileProvider {
  readonly #root: ConfigRoot;
  readonly #texts: Map<string, string | undefined>;
  readonly #list: ListFiles;
  #paths: Promise<ListingAnswer> | undefined;

  constructor(root: ConfigRoot, list: ListFiles, texts: ReadonlyMap<string, string> = new Map()) {
    this.#root = root;
    this.#list = list;
    this.#texts = new Map(texts);
  }

  async file(path: string, commit?: OtherCommit): Promise<FileAnswer> {
    if (commit !== undefined) return OUTSIDE;
    const text = await this.read(path);
    return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
  }

  listing(commit?: OtherCommit): Promise<ListingAnswer> {
    if (commit !== undefined) return Promise.resolve(OUTSIDE);
    this.#paths ??= this.#list(this.#root);
    return this.#paths;
  }

  async remote(): Promise<FileAnswer> {
    return OUTSIDE;
  }

  async template(): Promise<FileAnswer> {
    return OUTSIDE;
  }

  async component(): Promise<typeof OUTSIDE> {
    return OUTSIDE;
  }

  async read(path: string): Promise<string | undefined> {
    if (!this.#texts.has(path)) this.#texts.set(path, await readText(fileOf(this.#root, path)));
    return this.#texts.get(path);
  }

  /** Text of a file that has been read. */
  text(path: string): string | undefined {
    return this.#texts.get(path);
  }

  /** Every path that was asked for, missing ones included: a change of any of them changes the answer. */
  get asked(): readonly string[] {
    return [...this.#texts.keys()];
  }
}
