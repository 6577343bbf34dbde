export { askShellcheck, type ShellcheckCall, type ShellcheckFailure, type ShellcheckWork } from './ask.js';
export { SHELLCHECK_RULE, shellcheckMeta, shellcheckPage } from './codes.js';
export type { ShellcheckComment } from './comment.js';
export type { ShellcheckAnswers } from './findings.js';
export {
  SHELLCHECK_LIMITS,
  type ShellcheckRequest,
  shellcheckArguments,
  shellcheckEnvironment,
  shellcheckKey,
} from './request.js';
