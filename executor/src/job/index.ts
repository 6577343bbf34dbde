export { type JobFacts, type JobMasks, readFacts } from './facts.js';
export { parseJobResponse } from './parse-response.js';
export type * from './response.js';
export type { SecretInInput } from './secret-input.js';
export { isLastUserStep, stepOfStage, type UserSteps } from './steps.js';
export { fromWire, type Variable, Variables, variable } from './variable-list.js';
export type { CallEnvironment } from './variables.js';
