export { type Account, findAccount } from './account.js';
export { CALL_MARK, CALL_SHELL } from './call-variables.js';
export { type LaunchPlan, launchWords, STAGE_MARK } from './launch.js';
export { type PlanOptions, planLaunch } from './plan.js';
export { bubblewrapProblem, canUseBubblewrap } from './probe.js';
export { endStage, KILL_GRACE, killMarked, markedProcesses } from './processes.js';
export { toArguments, toShell, type Word } from './words.js';
