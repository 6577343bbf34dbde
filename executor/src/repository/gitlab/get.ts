import type { LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFetch, TransportError } from '../../delivery/transport/index.js';
import { unknown } from './failure.js';

export interface Answer {
  readonly status: number;
  header(name: string): string | undefined;
  readonly text: string;
}

export interface GetOptions {
  /** For proxies. */
  readonly environment: NodeJS.ProcessEnv;
  /** How the server is called in reasons. */
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether a redirect may be followed, with the same headers. */
  readonly mayFollow: (from: URL, to: URL) => boolean;
  readonly lookup?: LookupFunction;
  readonly signal?: AbortSignal | undefined;
  /** Of one attempt. */
  readonly timeoutMs?: number;
  /** Unit of the growing pause between attempts. */
  readonly pauseMs?: number;
}

/** A config file may have 2 MiB, and a page of a listing is smaller; a program that sends more is no GitLab. */
export const ANSWER_LIMIT = 4 * 1024 * 1024;
/** As GitLab does for remote includes. */
const ATTEMPTS = 3;
const REDIRECTS = 5;
const TIMEOUT_MS = 10_000;
const PAUSE_MS = 500;
/** Whoever waits at a terminal does not wait longer for a rate limit to pass. */
const LONGEST_RETRY_AFTER_S = 10;

/**
 * A GET that tries again after network errors, 5xx and 429. What a server answers otherwise is the caller's.
 * @throws ReadFailure `unknown`, with a reason that names the server and nothing that it said
 */
export async function get(url: URL, options: GetOptions): Promise<Answer> {
  const pauseMs = options.pauseMs ?? PAUSE_MS;
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptGet(url, options);
    if (outcome.kind === 'answer') return outcome.answer;
    if (attempt === ATTEMPTS || !outcome.again || options.signal?.aborted) throw unknown(outcome.reason);
    await sleep(outcome.waitMs ?? pauseMs * 2 ** (attempt - 1), undefined, {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    }).catch(() => {
      throw unknown(outcome.reason);
    });
  }
}

type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly again: boolean;
      readonly waitMs?: number | undefined;
    };

async function attemptGet(first: URL, options: GetOptions): Promise<Outcome> {
  const { name } = options;
  const failed = (reason: string, again: boolean, waitMs?: number): Outcome => ({
    kind: 'failed',
    reason,
    again,
    waitMs,
  });
  let url = first;
  try {
    for (let hop = 0; hop <= REDIRECTS; hop++) {
      const answer = await exchange(url, options);
      const { status } = answer;
      const location = answer.header('location');
      if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, url.href)) {
        const next = new URL(location, url);
        if (!options.mayFollow(url, next)) return failed(`${name} redirects to another place`, false);
        url = next;
        continue;
      }
      if (status === 429) {
        const seconds = Number(answer.header('retry-after') ?? 1);
        const patient = seconds <= LONGEST_RETRY_AFTER_S;
        return failed(`${name} allows no more requests for now (429)`, patient, seconds * 1000);
      }
      if (status >= 500) return failed(`${name} answers ${status}`, true);
      return { kind: 'answer', answer };
    }
    return failed(`${name} redirects without end`, false);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    if (error.reason === 'ANSWER_TOO_LONG') {
      return failed(`the answer of ${name} is larger than ${ANSWER_LIMIT / 1024 / 1024} MiB`, false);
    }
    if (error.reason === LOCAL_ADDRESS) return failed(LOCAL_REASON, false);
    if (error.reason === 'TIMEOUT') return failed(`${name} does not answer in time`, true);
    return failed(`${name} cannot be reached (${error.reason})`, true);
  }
}

/** The error code of an address that must not be asked. */
export const LOCAL_ADDRESS = 'LOCAL_ADDRESS';
export const LOCAL_REASON =
  'the address is on the local network, which GitLab does not ask either unless its administrator allows it';

async function exchange(url: URL, options: GetOptions): Promise<Answer> {
  const { environment, lookup, headers = {}, signal, timeoutMs = TIMEOUT_MS } = options;
  const fetch = createFetch({ environment, lookup, answerLimit: ANSWER_LIMIT });
  const inTime = AbortSignal.timeout(timeoutMs);
  const answer = await fetch(url.href, {
    headers: { 'User-Agent': 'gitlab-chatops', ...headers },
    signal: signal === undefined ? inTime : AbortSignal.any([signal, inTime]),
  });
  const text = await answer.text();
  return { status: answer.status, header: (name) => answer.headers.get(name) ?? undefined, text };
}
