export { ShellcheckBackground } from './answers.js';
export type { Shellcheck } from './shellcheck.js';
