import type { Mode } from './mode.js';

/** Tells a listener of errors that no promise carries (thrown in a timer, unhandled rejections); returns the way to stop. */
export type StrayErrors = (listener: (error: unknown) => void) => () => void;

/** Runs all cases in order, one at a time; a case that throws becomes `{crash: message}` and the rest goes on. */
export async function runCases(
  mode: Mode,
  cases: readonly unknown[],
  strayErrors?: StrayErrors,
): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const one of cases) results.push(await runCase(mode, one, strayErrors));
  return results;
}

async function runCase(mode: Mode, one: unknown, strayErrors?: StrayErrors): Promise<unknown> {
  const input = typeof one === 'object' && one !== null && 'input' in one ? one.input : undefined;
  let stop = (): void => {};
  try {
    const stray = new Promise<never>((_, reject) => {
      if (strayErrors !== undefined) stop = strayErrors(reject);
    });
    // `undefined` is no JSON value: it would shorten the list of results.
    return (await Promise.race([Promise.resolve(mode(input)), stray])) ?? null;
  } catch (error) {
    return { crash: error instanceof Error ? error.message : String(error) };
  } finally {
    stop();
  }
}
