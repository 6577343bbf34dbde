/** How long the thread that runs this answered nothing. */
export interface Blocks {
  /** Milliseconds. */
  readonly longest: number;
  /** The same without the time in which other programs had the processor. */
  readonly longestOwn: number;
}

/** Watches the event loop of this thread, which in an extension host is the extension's too; `stop` tells. */
export function watchBlocks(): { stop(): Blocks } {
  let longest = 0;
  let longestOwn = 0;
  let last = performance.now();
  let used = process.cpuUsage();
  let timer = setTimeout(tick, 1);
  function tick(): void {
    const now = performance.now();
    const { user, system } = process.cpuUsage(used);
    longest = Math.max(longest, now - last);
    // Other threads of the process count in its processor time, so that it can be longer than the block was.
    longestOwn = Math.max(longestOwn, Math.min(now - last, (user + system) / 1000));
    last = now;
    used = process.cpuUsage();
    timer = setTimeout(tick, 1);
  }
  return {
    stop() {
      clearTimeout(timer);
      return { longest, longestOwn };
    },
  };
}
