import type { CacheKey, FileCache } from './cache.js';
import { unknown } from './failure.js';

/** What a branch, a tag or a URL gave may be another thing now; two calls in a row ask once. */
export const MINUTE = 60_000;
/** Files of a commit never change. */
export const FOREVER = Number.POSITIVE_INFINITY;
/** Ships with the server: changes when that is upgraded. */
export const HOUR = 60 * MINUTE;

/** A config may have 150 includes; a server is not asked for all of them at once. */
const AT_ONCE = 6;

export interface Question<T> {
  readonly key: CacheKey;
  readonly maxAgeMs: number;
  /** What was stored, or undefined when that is nothing of ours. */
  readonly revive: (stored: unknown) => T | undefined;
  readonly ask: () => Promise<T>;
}

/** Answers from the cache where it has them, else from the server, a few at a time. */
export class Answers {
  readonly #cache: FileCache | undefined;
  readonly #offline: boolean;
  #free = AT_ONCE;
  readonly #waiting: (() => void)[] = [];

  constructor(cache: FileCache | undefined, offline: boolean) {
    this.#cache = cache;
    this.#offline = offline;
  }

  /** Failures are not kept. @throws what `ask` throws; ReadFailure when offline and not in the cache. */
  async to<T>({ key, maxAgeMs, revive, ask }: Question<T>): Promise<T> {
    const kept = this.kept(key, maxAgeMs, revive);
    if (kept !== undefined) return kept;
    if (this.#offline) throw unknown('it was not read before, and --offline asks no server');
    await this.#turn();
    try {
      const answer = await ask();
      this.keep(key, answer);
      return answer;
    } finally {
      this.#waiting.shift()?.() ?? this.#free++;
    }
  }

  kept<T>(key: CacheKey, maxAgeMs: number, revive: (stored: unknown) => T | undefined): T | undefined {
    const text = this.#cache?.read(key, this.#offline ? FOREVER : maxAgeMs);
    return text === undefined ? undefined : revive(JSON.parse(text));
  }

  keep(key: CacheKey, answer: unknown): void {
    this.#cache?.write(key, JSON.stringify(answer));
  }

  async #turn(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
