import { type Loaded, loadFile } from '../yaml/index.js';
import { documentOf, type EntryTree, entryTree, readAgain } from './top-entries.js';

/** Characters of text whose trees are kept: a large repository's files several times over. */
const MAX_CHARACTERS = 8 * 1024 * 1024;
/** A config has at most 151 files. */
const MAX_FILES = 500;

interface Read {
  readonly text: string;
  readonly loaded: Loaded;
  /** Of the last text that was sound, which may be an older one. */
  readonly tree?: EntryTree;
}

/**
 * The trees of files as they were last read, by the file's name and whole text; the file that was not asked for
 * longest goes first. A tree hangs on nothing else, so it is never stale. Of a changed text only the entries that the
 * change touches are parsed.
 */
export class DocumentCache {
  readonly #files = new Map<string, Read>();
  #characters = 0;

  load(file: string, text: string): Loaded {
    const known = this.#files.get(file);
    this.#drop(file);
    const read = known?.text === text ? known : readFile(file, text, known?.tree);
    this.#files.set(file, read);
    this.#characters += text.length;
    this.#makeRoom();
    return read.loaded;
  }

  /** The texts of these files as they were last read; without those that were dropped. */
  texts(files: readonly string[]): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const file of files) {
      const text = this.#files.get(file)?.text;
      if (text !== undefined) found.set(file, text);
    }
    return found;
  }

  #drop(file: string): void {
    this.#characters -= this.#files.get(file)?.text.length ?? 0;
    this.#files.delete(file);
  }

  #makeRoom(): void {
    for (const file of this.#files.keys()) {
      if (this.#characters <= MAX_CHARACTERS && this.#files.size <= MAX_FILES) return;
      this.#drop(file);
    }
  }
}

const readFile = (file: string, text: string, tree: EntryTree | undefined): Read => {
  const again = tree && readAgain(file, tree, text);
  const document = again && documentOf(file, again);
  if (document !== undefined) return { text, loaded: { ok: true, documents: [document] }, tree: again };
  const { loaded, only } = loadFile(file, text);
  const fresh = (only && entryTree(text, only)) ?? tree;
  return { text, loaded, ...(fresh === undefined ? {} : { tree: fresh }) };
};
