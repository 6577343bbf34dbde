export { parseConfigOutput } from './config-output.js';
export { CustomExecutor } from './custom.js';
export type { Executor, StageCommand } from './executor.js';
export { PipeStore } from './pipes.js';
export { type RecordedCall, RecordingExecutor } from './recording.js';
export { ShellExecutor } from './shell.js';
export { tempDirOf } from './temp-dir.js';
export type { ExecutorTools } from './tools.js';
