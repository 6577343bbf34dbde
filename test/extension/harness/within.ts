import { setTimeout as delay } from 'node:timers/promises';

/** Settles as the promise does, or rejects after `ms` naming what was waited for. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  const bound = new AbortController();
  const late = async (): Promise<never> => {
    await delay(ms, undefined, { signal: bound.signal });
    throw new Error(`timed out after ${ms} ms waiting for ${what}`);
  };
  try {
    return await Promise.race([promise, late()]);
  } finally {
    bound.abort();
  }
}

/** Asks again and again until the answer is not undefined, at most `ms` long. */
export async function until<T>(
  ms: number,
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`timed out after ${ms} ms waiting for ${what}`);
    await delay(50);
  }
}
