import type { FileAnswer, FileProvider, ListingAnswer } from '@gitlab-chatops/shared/ci';
import * as vscode from 'vscode';
import { type ConfigRoot, fileOf } from './config-root.js';
import { readText } from './text-files.js';

/** A repository with more files is not listed: wildcard includes and `exists` are then unknown. */
const MOST_FILES = 50_000;

/** Git holds neither of them. */
const NEVER_COMMITTED = '**/{.git,node_modules}/**';

const OUTSIDE = {
  kind: 'unknown',
  reason: 'the editor reads only the files of this repository',
} as const;

const NOT_YET = { kind: 'unknown', reason: 'it has not been read yet' } as const;

/** One root's repository for one resolving: answers from what has been read and remembers what else was asked for. */
export class RepositoryFiles implements FileProvider {
  readonly #root: ConfigRoot;
  readonly #texts = new Map<string, string | undefined>();
  #paths: ListingAnswer | undefined;
  readonly #wanted = new Set<string>();
  #listingWanted = false;

  constructor(root: ConfigRoot) {
    this.#root = root;
  }

  readonly file = (path: string, commit?: object): FileAnswer => {
    if (commit !== undefined) return OUTSIDE;
    if (!this.#texts.has(path)) {
      this.#wanted.add(path);
      return NOT_YET;
    }
    const text = this.#texts.get(path);
    return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
  };

  readonly listing = (commit?: object): ListingAnswer => {
    if (commit !== undefined) return OUTSIDE;
    if (this.#paths === undefined) this.#listingWanted = true;
    return this.#paths ?? NOT_YET;
  };

  readonly remote = (): FileAnswer => OUTSIDE;
  readonly template = (): FileAnswer => OUTSIDE;
  readonly component = () => OUTSIDE;

  /** Text of a file that has been read. */
  text(path: string): string | undefined {
    return this.#texts.get(path);
  }

  /** Every path that was asked for, missing ones included: a change of any of them changes the answer. */
  get asked(): readonly string[] {
    return [...this.#texts.keys()];
  }

  /** Reads what was asked for since the last time; false when nothing was. */
  async readWanted(): Promise<boolean> {
    if (this.#wanted.size === 0 && !this.#listingWanted) return false;
    const paths = [...this.#wanted];
    this.#wanted.clear();
    const texts = await Promise.all(paths.map((path) => readText(fileOf(this.#root, path))));
    for (const [i, path] of paths.entries()) this.#texts.set(path, texts[i]);
    if (this.#listingWanted) this.#paths = await listFiles(this.#root);
    this.#listingWanted = false;
    return true;
  }
}

async function listFiles(root: ConfigRoot): Promise<ListingAnswer> {
  const pattern = new vscode.RelativePattern(root.repository, '**');
  const found = await vscode.workspace.findFiles(pattern, NEVER_COMMITTED, MOST_FILES);
  if (found.length >= MOST_FILES) {
    return { kind: 'unknown', reason: `the repository has more than ${MOST_FILES} files` };
  }
  const top = root.repository.path.replace(/\/$/, '').length + 1;
  return { kind: 'known', paths: found.map(({ path }) => path.slice(top)).sort() };
}
