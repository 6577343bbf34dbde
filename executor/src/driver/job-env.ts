import { type LaunchPlan, launchWords, toShell } from '../sandbox/index.js';
import type { Settings } from '../settings/index.js';
import { FROZEN_VARIABLE, type Frozen } from './frozen.js';

/** How the calls of a job are served. */
export type JobMode =
  /** No chat job: plain pipes, no Node. */
  | 'plain'
  /** A chat job whose reply is GitLab's: a terminal for the user steps, nothing renamed or added. */
  | 'pty'
  /** A chat job whose reply is ours. */
  | 'reply'
  /** Ours, and refused at prepare: what was typed in chat would show a secret. */
  | 'refuse';

/**
 * job_env of the config JSON: what the sh dispatcher and later calls believe. Names here and in
 * executor/bin/gitlab-chatops-driver must agree.
 */
export function jobEnv(options: {
  readonly mode: JobMode;
  readonly settings: Settings;
  readonly launch: LaunchPlan;
  readonly frozen?: Frozen;
  readonly statePath?: string;
}): Record<string, string> {
  const { mode, settings, launch, frozen, statePath } = options;
  return {
    CHATOPS_JOB_MODE: mode,
    CHATOPS_JOB_SANDBOX: launch.type,
    CHATOPS_JOB_LAUNCH: toShell(launchWords(launch, 'pipe')),
    CHATOPS_JOB_BUILDS: settings.buildsDir ?? '',
    CHATOPS_JOB_CACHE: settings.cacheDir ?? '',
    CHATOPS_JOB_UID: launch.account === undefined ? '' : String(launch.account.uid),
    // Not in builds_dir: there jobs could replace it, and the driver may be root.
    CHATOPS_JOB_PRIVATE: launch.type === 'bubblewrap' ? `${settings.stateDir}/private` : '',
    ...(frozen !== undefined && { [FROZEN_VARIABLE]: JSON.stringify(frozen) }),
    ...(statePath !== undefined && { CHATOPS_JOB_STATE: statePath }),
  };
}
