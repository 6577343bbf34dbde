export { RUN_EVENTS_VERSION, type RunEvent, type RunState } from './event.js';
export type { RunRequest, RunVariable } from './request.js';
export { type FinishedRun, type RunProblem, runProblems } from './run-problems.js';
