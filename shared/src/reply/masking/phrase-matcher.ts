/**
 * Finds many byte strings in one pass (Aho–Corasick): work is linear in the input whatever the phrases and the input
 * have in common. States are numbers, 0 is the start; the caller keeps the state.
 */
export class PhraseMatcher {
  /** `first[b]`: byte `b` begins a phrase. From state 0 every other byte leads back to 0. */
  readonly first = new Uint8Array(256);
  readonly #edges = new Map<number, number>();
  /** Length of the longest phrase beginning that ends here. */
  readonly #depth: number[] = [0];
  /** The state for the longest shorter beginning that ends here. */
  readonly #fallback: number[] = [0];
  /** Length of the longest phrase that ends here; 0 for none. */
  readonly #found: number[] = [0];

  constructor(phrases: Iterable<Uint8Array>) {
    for (const phrase of phrases) this.#add(phrase);
    this.#linkFallbacks();
  }

  step(state: number, byte: number): number {
    let from = state;
    for (;;) {
      const next = this.#edges.get(from * 256 + byte);
      if (next !== undefined) return next;
      if (from === 0) return 0;
      from = this.#fallback[from] ?? 0;
    }
  }

  /** How many of the last bytes may still become a phrase. */
  depth(state: number): number {
    return this.#depth[state] ?? 0;
  }

  /** Length of the longest phrase that ends with the last byte; 0 for none. */
  found(state: number): number {
    return this.#found[state] ?? 0;
  }

  #add(phrase: Uint8Array): void {
    let state = 0;
    for (const byte of phrase) {
      const key = state * 256 + byte;
      let next = this.#edges.get(key);
      if (next === undefined) {
        next = this.#depth.length;
        this.#edges.set(key, next);
        this.#depth.push((this.#depth[state] ?? 0) + 1);
        this.#fallback.push(0);
        this.#found.push(0);
      }
      state = next;
    }
    this.#found[state] = phrase.length;
    if (phrase[0] !== undefined) this.first[phrase[0]] = 1;
  }

  /** Edges were added parents first; by depth they are in the order that fallbacks need. */
  #linkFallbacks(): void {
    const edges = [...this.#edges].sort(([, a], [, b]) => this.depth(a) - this.depth(b));
    for (const [key, state] of edges) {
      const parent = Math.floor(key / 256);
      if (parent === 0) continue;
      const fallback = this.step(this.#fallback[parent] ?? 0, key % 256);
      this.#fallback[state] = fallback;
      this.#found[state] = Math.max(this.found(state), this.found(fallback));
    }
  }
}
