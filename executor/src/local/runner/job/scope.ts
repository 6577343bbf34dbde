import type { Clock } from './clock.js';

/** Why a scope ended, in Go's words: they reach the log. */
export class ScopeEnded extends Error {
  readonly kind: 'canceled' | 'deadline';

  constructor(kind: 'canceled' | 'deadline') {
    super(kind === 'canceled' ? 'context canceled' : 'context deadline exceeded');
    this.name = 'ScopeEnded';
    this.kind = kind;
  }
}

/**
 * How long something may run: until it is cancelled, its time is up, or the scope it belongs to ends. Go's
 * context.Context with cause, as the Runner nests them: job, prepare, get_sources, script, after_script.
 */
export class Scope {
  readonly deadline: number | undefined;
  readonly #listeners = new Set<() => void>();
  #stopTimer = (): void => {};
  #leaveParent = (): void => {};
  #error: ScopeEnded | undefined;
  #cause: Error | undefined;

  constructor(clock: Clock, options: { parent?: Scope; timeoutMs?: number; cause?: Error } = {}) {
    const { parent, timeoutMs, cause } = options;
    const own = timeoutMs === undefined ? undefined : clock.now() + timeoutMs;
    const inherited = parent?.deadline;
    // A parent that ends first decides alone: then the own cause never counts.
    const limited = own !== undefined && (inherited === undefined || own <= inherited);
    this.deadline = limited ? own : inherited;
    if (parent?.error !== undefined) {
      this.#end(parent.error, parent.cause);
      return;
    }
    if (parent !== undefined) this.#leaveParent = parent.onEnd(() => this.#end(parent.error, parent.cause));
    if (limited && timeoutMs !== undefined) {
      const expired = new ScopeEnded('deadline');
      this.#stopTimer = clock.timer(timeoutMs, () => this.#end(expired, cause ?? expired));
    }
  }

  /** Why it ended; undefined while it has not. */
  get error(): ScopeEnded | undefined {
    return this.#error;
  }

  /** The error, or the more telling one its creator gave. */
  get cause(): Error | undefined {
    return this.#cause;
  }

  timedOut(): boolean {
    return this.#error?.kind === 'deadline';
  }

  cancel(): void {
    const canceled = new ScopeEnded('canceled');
    this.#end(canceled, canceled);
  }

  /** Calls once when the scope ends, at once if it has; answers the way to forget it. */
  onEnd(then: () => void): () => void {
    if (this.#error !== undefined) {
      then();
      return () => {};
    }
    this.#listeners.add(then);
    return () => this.#listeners.delete(then);
  }

  #end(error: ScopeEnded | undefined, cause: Error | undefined): void {
    if (this.#error !== undefined || error === undefined) return;
    this.#error = error;
    this.#cause = cause ?? error;
    this.#stopTimer();
    this.#leaveParent();
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}
