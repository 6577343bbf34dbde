import { type Loaded, loadDocuments } from '../yaml/index.js';

/** Characters of text whose trees are kept: a large repository's files several times over. */
const MAX_CHARACTERS = 8 * 1024 * 1024;
/** A config has at most 151 files. */
const MAX_FILES = 500;

/**
 * The trees of files as they were last read, by the file's name and whole text; the file that was not asked for
 * longest goes first. A tree hangs on nothing else, so it is never stale.
 */
export class DocumentCache {
  readonly #files = new Map<string, { readonly text: string; readonly loaded: Loaded }>();
  #characters = 0;

  load(file: string, text: string): Loaded {
    const known = this.#files.get(file);
    this.#drop(file);
    const loaded = known?.text === text ? known.loaded : loadDocuments(file, text);
    this.#files.set(file, { text, loaded });
    this.#characters += text.length;
    this.#makeRoom();
    return loaded;
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
