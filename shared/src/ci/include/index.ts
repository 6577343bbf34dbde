export { IncludeContext, type IncludeRun, includeRun } from './context.js';
export { type DocumentResult, readDocument } from './document.js';
export { IncludeRefusal, processIncludes } from './process.js';
