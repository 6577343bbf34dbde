/** One comparison: our way and a peer's way of the same work, run by turns in the same process run. */
export interface Bench {
  /** Stable id, the key of its row in docs/performance.md. */
  readonly id: string;
  readonly what: string;
  readonly peer: string;
  /** Rounds of both sides; the first of each is a warm-up and not counted. */
  readonly rounds: number;
  /** Prepares both sides once; each returned function does the work once. */
  prepare(): Promise<{
    ours(): Promise<void> | void;
    peer(): Promise<void> | void;
    close?(): Promise<void> | void;
  }>;
}

export interface Measured {
  readonly id: string;
  readonly what: string;
  readonly peer: string;
  /** Milliseconds, the median of the rounds. */
  readonly ours: number;
  /** 95 of 100 rounds take no longer. */
  readonly ours95: number;
  readonly theirs: number;
  /** ours / theirs: below 1 we are faster. */
  readonly ratio: number;
}

export async function measure(bench: Bench): Promise<Measured> {
  const sides = await bench.prepare();
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    for (let round = 0; round <= bench.rounds; round++) {
      const mine = await time(sides.ours);
      const other = await time(sides.peer);
      if (round === 0) continue;
      ours.push(mine);
      theirs.push(other);
    }
  } finally {
    await sides.close?.();
  }
  const { id, what, peer } = bench;
  return {
    id,
    what,
    peer,
    ours: median(ours),
    ours95: percentile(ours, 0.95),
    theirs: median(theirs),
    ratio: median(ours) / median(theirs),
  };
}

async function time(work: () => Promise<void> | void): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
