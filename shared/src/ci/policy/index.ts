export { evaluatePolicy, type PolicyVerdict } from './evaluate.js';
export { type JobVerdict, type JudgeOptions, judgeJob, mayBeIncluded } from './job.js';
export { refMatch } from './refs.js';
export { judgeWorkflow, type WorkflowVerdict } from './workflow.js';
