import type { Bench } from './bench.js';
import { configCold, configEdit } from './cases/config.js';
import { driverOwnStage, driverUserStep, driverWholeJob } from './cases/driver.js';
import { lintKeystrokes } from './cases/lint.js';
import { ptyBulk, ptyStart } from './cases/pty.js';
import { markerRename, markerScan, sectionScan } from './cases/reply.js';

/** Every comparison, in the order of the table. */
export const benches: readonly Bench[] = [
  driverOwnStage,
  driverUserStep,
  driverWholeJob,
  ptyStart,
  ptyBulk,
  sectionScan,
  markerScan,
  markerRename,
  configCold,
  configEdit,
  ...lintKeystrokes,
];
