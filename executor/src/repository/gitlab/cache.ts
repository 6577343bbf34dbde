import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Where answers stay between two calls: `$XDG_CACHE_HOME/gitlab-chatops/files`, undefined without a home. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string | undefined {
  const { XDG_CACHE_HOME: given, HOME: home } = environment;
  // The specification has relative paths ignored.
  const base = given && isAbsolute(given) ? given : home ? join(home, '.cache') : undefined;
  return base === undefined ? undefined : join(base, 'gitlab-chatops', 'files');
}

/** Names one answer: its kind, the server, and what was asked. */
export type CacheKey = readonly string[];

const MOST_ENTRIES = 2000;

/**
 * Answers on disk, one file each, written whole or not at all; no token is in them. Whatever is wrong with the
 * folder or with an entry, it only means that nothing is remembered.
 */
export class FileCache {
  readonly #folder: string;
  readonly #now: () => number;
  #usable: boolean | undefined;

  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  /** The answer, if it is not older than `maxAgeMs`. */
  read(key: CacheKey, maxAgeMs: number): string | undefined {
    if (!this.#isOwn()) return undefined;
    try {
      const entry: unknown = JSON.parse(readFileSync(this.#path(key), 'utf8'));
      if (!isEntry(entry) || JSON.stringify(entry.key) !== JSON.stringify(key)) return undefined;
      const age = this.#now() - entry.at;
      // A clock that was set back makes no entry live for ever.
      return age <= maxAgeMs && (age >= 0 || maxAgeMs === Number.POSITIVE_INFINITY)
        ? entry.answer
        : undefined;
    } catch {
      return undefined;
    }
  }

  write(key: CacheKey, answer: string): void {
    if (!this.#isOwn()) return;
    const unfinished = join(this.#folder, `${randomUUID()}.tmp`);
    try {
      const entry: Entry = { key, at: this.#now(), answer };
      writeFileSync(unfinished, JSON.stringify(entry), { mode: 0o600, flag: 'wx' });
      renameSync(unfinished, this.#path(key));
    } catch {
      rmSync(unfinished, { force: true });
    }
  }

  #path(key: CacheKey): string {
    return join(this.#folder, `${createHash('sha256').update(JSON.stringify(key)).digest('hex')}.json`);
  }

  /** Whether the folder is a folder of this account; nobody else may look into it or put anything there. */
  #isOwn(): boolean {
    this.#usable ??= this.#open();
    return this.#usable;
  }

  #open(): boolean {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const { uid, mode } = lstatSync(this.#folder);
      if (!lstatSync(this.#folder).isDirectory() || uid !== process.geteuid?.()) return false;
      if ((mode & 0o077) !== 0) chmodSync(this.#folder, 0o700);
      this.#prune();
      return true;
    } catch {
      return false;
    }
  }

  /** Drops the older half once there are too many. */
  #prune(): void {
    const names = readdirSync(this.#folder);
    if (names.length <= MOST_ENTRIES) return;
    const byAge = names
      .map((name) => ({ path: join(this.#folder, name), at: modified(join(this.#folder, name)) }))
      .sort((a, b) => a.at - b.at);
    for (const { path } of byAge.slice(0, names.length - MOST_ENTRIES / 2)) rmSync(path, { force: true });
  }
}

/** Another call may have dropped it meanwhile. */
function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

interface Entry {
  readonly key: CacheKey;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly answer: string;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'key' in value &&
    'at' in value &&
    typeof value.at === 'number' &&
    'answer' in value &&
    typeof value.answer === 'string'
  );
}
