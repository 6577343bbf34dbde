export { CustomExecutor } from './custom.js';
export type { Executor, StageCommand } from './executor.js';
export { PipeStore } from './pipes.js';
export { ShellExecutor } from './shell.js';
export type { ExecutorTools } from './tools.js';
