/** Time as the Runner needs it; tests bring their own. */
export interface Clock {
  /** Milliseconds since the epoch, with a fraction. */
  now(): number;
  /** Calls back once after that many milliseconds; answers the way to stop it. */
  timer(ms: number, then: () => void): () => void;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1; // setTimeout fires at once past it

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  timer: (ms, then) => {
    const timer = setTimeout(then, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** Waits, or less when the scope ends first; answers whether it waited to the end. */
export function pause(
  clock: Clock,
  ms: number,
  scope?: { onEnd(then: () => void): () => void },
): Promise<boolean> {
  return new Promise((resolve) => {
    let forget = (): void => {};
    const stop = clock.timer(ms, () => {
      forget();
      resolve(true);
    });
    forget =
      scope?.onEnd(() => {
        stop();
        resolve(false);
      }) ?? forget;
  });
}
