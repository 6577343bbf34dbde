import type { Bench } from './bench.js';

/** Every comparison, in the order of the table. */
export const benches: readonly Bench[] = [];
