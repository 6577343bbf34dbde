export { type JobOrigin, originOf } from './job-origins.js';
export { movedRules } from './moved-job.js';
export { mergedForOutput } from './output.js';
export { type ResolveOptions, type RootFile, resolveConfig } from './resolve.js';
