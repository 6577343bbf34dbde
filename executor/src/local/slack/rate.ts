import { POST_INTERVAL_MS, TIER_3_CALLS, TIER_WINDOW_MS } from './limits.js';

/**
 * Slack's rate limits, on or off. Strict where Slack tolerates bursts: a client that lives with these lives with
 * Slack's. Answers are whole seconds to wait, as in Retry-After.
 */
export class RateLimits {
  enabled: boolean;
  readonly #now: () => number;
  readonly #calls = new Map<string, number[]>();

  constructor(enabled: boolean, now: () => number) {
    this.enabled = enabled;
    this.#now = now;
  }

  /** One post a second and channel. */
  post(channel: string): number | undefined {
    return this.#take(`post ${channel}`, 1, POST_INTERVAL_MS);
  }

  /** Fifty calls a minute and method. */
  tier3(method: string): number | undefined {
    return this.#take(method, TIER_3_CALLS, TIER_WINDOW_MS);
  }

  #take(key: string, limit: number, windowMs: number): number | undefined {
    if (!this.enabled) return undefined;
    const now = this.#now();
    const recent = (this.#calls.get(key) ?? []).filter((at) => at > now - windowMs);
    this.#calls.set(key, recent);
    const oldest = recent[0];
    if (oldest !== undefined && recent.length >= limit) {
      return Math.max(1, Math.ceil((oldest + windowMs - now) / 1_000));
    }
    recent.push(now);
    return undefined;
  }
}
