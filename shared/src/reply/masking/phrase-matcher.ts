/**
 * Finds many byte strings in one pass (Aho–Corasick): work is linear in the input whatever the phrases and the input
 * have in common. States are numbers, 0 is the start; the caller keeps the state.
 */
export class PhraseMatcher {
  /** `first[b]`: byte `b` begins a phrase. From state 0 every other byte leads back to 0. */
  readonly first = new Uint8Array(256);
  readonly #states: State[] = [newState(0)];

  constructor(phrases: Iterable<Uint8Array>) {
    for (const phrase of phrases) this.#add(phrase);
    this.#linkFallbacks();
  }

  step(state: number, byte: number): number {
    let from = state;
    for (;;) {
      const next = childOf(this.#states[from], byte);
      if (next !== 0 || from === 0) return next;
      from = this.#states[from]?.fallback ?? 0;
    }
  }

  /** How many of the last bytes may still become a phrase. */
  depth(state: number): number {
    return this.#states[state]?.depth ?? 0;
  }

  /** Length of the longest phrase that ends with the last byte; 0 for none. */
  found(state: number): number {
    return this.#states[state]?.found ?? 0;
  }

  #add(phrase: Uint8Array): void {
    let at = 0;
    for (const byte of phrase) at = this.#childFor(at, byte);
    const last = this.#states[at];
    if (last !== undefined && at !== 0) last.found = phrase.length;
    if (phrase[0] !== undefined) this.first[phrase[0]] = 1;
  }

  #childFor(at: number, byte: number): number {
    const state = this.#states[at];
    const known = childOf(state, byte);
    if (state === undefined || known !== 0) return known;
    const child = this.#states.length;
    this.#states.push(newState(state.depth + 1));
    if (state.only === 0) {
      state.onlyByte = byte;
      state.only = child;
    } else {
      state.others ??= new Map();
      state.others.set(byte, child);
    }
    return child;
  }

  /** Breadth first: the fallback of a state is shorter than the state, so it is complete by then. */
  #linkFallbacks(): void {
    const queue = [0];
    for (const at of queue) {
      const state = this.#states[at];
      for (const [byte, child] of childrenOf(state)) {
        queue.push(child);
        const next = this.#states[child];
        if (next === undefined || at === 0) continue;
        next.fallback = this.step(state?.fallback ?? 0, byte);
        next.found = Math.max(next.found, this.found(next.fallback));
      }
    }
  }
}

/** Most states lead on by one byte only, which is worth a place of its own. State 0 is nobody's child. */
interface State {
  /** Length of the longest phrase beginning that ends here. */
  readonly depth: number;
  onlyByte: number;
  only: number;
  others: Map<number, number> | undefined;
  /** The state for the longest shorter beginning that ends here. */
  fallback: number;
  /** Length of the longest phrase that ends here; 0 for none. */
  found: number;
}

function newState(depth: number): State {
  return { depth, onlyByte: 0, only: 0, others: undefined, fallback: 0, found: 0 };
}

function childOf(state: State | undefined, byte: number): number {
  if (state === undefined) return 0;
  if (state.onlyByte === byte && state.only !== 0) return state.only;
  return state.others?.get(byte) ?? 0;
}

function childrenOf(state: State | undefined): [byte: number, child: number][] {
  if (state === undefined || state.only === 0) return [];
  return [[state.onlyByte, state.only], ...(state.others ?? [])];
}
