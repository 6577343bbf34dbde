import type { JsonObject } from '../loopback/index.js';

/**
 * A failure for one coming call. `commit` says whether the call still takes effect: a message that was posted
 * although its sender never heard so is what makes a reply path hard.
 */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly body?: string; readonly commit?: boolean }
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'error'; readonly error: string; readonly extra?: JsonObject; readonly commit?: boolean }
  /** Status 200 and a page, as a captive proxy answers. */
  | { readonly kind: 'html'; readonly commit?: boolean }
  /** No answer until the server closes. */
  | { readonly kind: 'hang'; readonly commit?: boolean }
  /** The connection is reset instead of an answer. */
  | { readonly kind: 'reset'; readonly commit?: boolean }
  /** The true answer, late. */
  | { readonly kind: 'delay'; readonly ms: number };

/** What a fault is laid on: a Web API method or the response_url endpoint. */
export type FaultTarget = `${string}.${string}` | 'response_url';

/** Failures waiting for their call, in order for each target. */
export class Faults {
  readonly #waiting = new Map<FaultTarget, Fault[]>();

  /** The next call of the target fails so; several wait in line. */
  next(target: FaultTarget, ...faults: readonly Fault[]): void {
    this.#waiting.set(target, [...(this.#waiting.get(target) ?? []), ...faults]);
  }

  take(target: FaultTarget): Fault | undefined {
    return this.#waiting.get(target)?.shift();
  }

  clear(): void {
    this.#waiting.clear();
  }
}
