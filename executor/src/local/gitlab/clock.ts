/** Time as local mode sees it; tests bring their own. */
export interface Clock {
  now(): Date;
  /** Calls back once after so many milliseconds; returns the way to call it off. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
