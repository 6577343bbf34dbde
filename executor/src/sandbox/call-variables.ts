/** Variables that the sh dispatcher sets for one call; the command line takes its changing parts from them. */

/** Folder of the call's script with a slash at its end: the mark of the stage's processes. */
export const CALL_MARK = 'CHATOPS_CALL_MARK';
/** The job's private folder, with `tmp` and `home` in it; only for bubblewrap. */
export const CALL_PRIVATE = 'CHATOPS_CALL_PRIVATE';
/** Folder where the Runner makes its temporary directories. */
export const CALL_RUNNER_TEMP = 'CHATOPS_CALL_RUNNER_TEMP';
/** `bash`, or `sh` where there is no bash. */
export const CALL_SHELL = 'CHATOPS_CALL_SHELL';
