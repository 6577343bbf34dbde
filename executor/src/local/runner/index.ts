export { Build, type ConcurrencyIds, type WireJob } from './build/index.js';
export { type Clock, systemClock } from './job/clock.js';
export type { FailureReason } from './job/errors.js';
export type { JobOutcome, JobTrace } from './job/job-trace.js';
export { LocalTrace } from './job/local-trace.js';
export { type JobToRun, runJob } from './job/run-job.js';
export { generateScript, type ShellChoice, type Stage } from './scripts/index.js';
export { type DriverSettings, type RunnerSettings, shortenToken } from './settings.js';
