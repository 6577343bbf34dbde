export type { Filter } from './filter.js';
export { JobLog, outputLimitBytes } from './log.js';
export { EXECUTOR_STREAM, JobLogger, type LoggerOptions, WORK_STREAM } from './logger.js';
export { inSection } from './section.js';
export { LineStamper, type StreamLetter } from './stamper.js';
