import type { ApiAnswer } from '../answer.js';
import type { ApiContext } from '../app.js';
import type { ApiArguments } from '../arguments.js';

/** Sent as status 429 with Retry-After. */
export interface RateLimited {
  readonly retryAfterSeconds: number;
}

export interface ApiMethod {
  /** Any of these scopes is enough; none: every token may call it. */
  readonly scopes: readonly string[];
  call(args: ApiArguments, context: ApiContext): ApiAnswer | RateLimited;
}
