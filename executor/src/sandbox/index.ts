export type { Account } from './account.js';
export { CALL_MARK, CALL_SHELL } from './call-variables.js';
export { type LaunchPlan, launchWords } from './launch.js';
export { type PlanOptions, planLaunch } from './plan.js';
export { canUseBubblewrap } from './probe.js';
export { endStage, killMarked } from './processes.js';
export { toArguments, toShell, type Word } from './words.js';
