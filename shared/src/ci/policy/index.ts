export type { PolicyVerdict } from './evaluate.js';
export { type JobVerdict, type JudgeOptions, judgeJob, mayBeIncluded } from './job.js';
export { judgeWorkflow, type WorkflowVerdict } from './workflow.js';
