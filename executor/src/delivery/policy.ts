import type { SlackFailure } from './classify.js';

/** Milliseconds a job may wait for its reply to be posted (design D7). */
export const DELIVERY_BUDGET_MS = 15_000;

/** Longest wait for one answer, and the shortest that makes another try worth it. */
const CALL_TIMEOUT_MS = 10_000;
const SHORTEST_CALL_MS = 1_000;

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

export interface Situation {
  /** Calls made so far, this one included. */
  readonly attempt: number;
  /** Milliseconds since the first call began. */
  readonly elapsedMs: number;
  /** The simple form was already used. */
  readonly simplified: boolean;
  /** The call changes a message that stands: doing it twice does no harm. */
  readonly idempotent: boolean;
}

export type NextStep =
  | { readonly kind: 'retry'; readonly afterMs: number }
  | { readonly kind: 'simplify' }
  | { readonly kind: 'give_up'; readonly as: 'failed' | 'ambiguous' };

/**
 * What to do after a failed call. Only what was certainly not sent is sent again; a message whose fate is unknown
 * never is. Content that Slack refuses is replaced by its simple form, once.
 */
export function nextStep(failure: SlackFailure, situation: Situation): NextStep {
  const { attempt, simplified, idempotent } = situation;
  switch (failure.kind) {
    case 'payload':
      return simplified || roomFor(0, situation) === false ? FAILED : { kind: 'simplify' };
    case 'refused':
      return FAILED;
    case 'rate_limited':
      return retry((failure.retryAfter ?? 1) * 1000, situation) ?? FAILED;
    case 'unsent':
      return retry(pause(attempt), situation) ?? FAILED;
    case 'ambiguous':
      return (idempotent ? retry(pause(attempt), situation) : undefined) ?? AMBIGUOUS;
  }
}

/**
 * Milliseconds the next call may take; what is left of the budget, at most one call's timeout. Whole ones:
 * AbortSignal.timeout throws at a fraction, and the clock tells fractions.
 */
export function callTimeout(elapsedMs: number): number {
  return Math.floor(Math.max(SHORTEST_CALL_MS, Math.min(CALL_TIMEOUT_MS, DELIVERY_BUDGET_MS - elapsedMs)));
}

const FAILED: NextStep = { kind: 'give_up', as: 'failed' };
const AMBIGUOUS: NextStep = { kind: 'give_up', as: 'ambiguous' };

function retry(afterMs: number, situation: Situation): NextStep | undefined {
  return roomFor(afterMs, situation) ? { kind: 'retry', afterMs } : undefined;
}

function roomFor(afterMs: number, { elapsedMs }: Situation): boolean {
  return elapsedMs + afterMs + SHORTEST_CALL_MS <= DELIVERY_BUDGET_MS;
}

function pause(attempt: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
}
