import type { ReplyPort } from '@gitlab-chatops/shared/reply';
import type { CallEnvironment, JobFacts } from '../job/index.js';
import type { ProjectPolicy, SettingsOverrides, SlackSettings } from '../settings/index.js';

/** How replies leave the host. The driver knows no chat service. */
export interface ReplyServices {
  /** @throws CodedError when there is no way to post, e.g. the token cannot be read: certainly not sent. */
  open(policy: ProjectPolicy, slack: SlackSettings, facts: JobFacts): Promise<ReplyPort>;
  /** Whether GitLab itself can still post a reply (design D8). Milliseconds since 1970. */
  windowOpen(pipelineCreatedAt: number | undefined, now: number): boolean;
}

/** Everything of the world that a driver call touches, so that tests can stand in for it. */
export interface DriverContext {
  readonly environment: CallEnvironment;
  /** Flags of the call, e.g. from config_args. */
  readonly flags: SettingsOverrides & { readonly settings?: string };
  /** Effective user id. */
  readonly uid: number;
  /** Process id of the Runner. */
  readonly parent: number;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly replies: ReplyServices;
  readonly stdout: NodeJS.WritableStream;
  /** For config, prepare and run a line of the job's log, for cleanup one of the Runner's own. */
  readonly complain: (line: string) => void;
}

/** Exit statuses of the contract (executors/custom/api/const.go); the Runner passes them in, always 1 and 2. */
export function exitStatuses(environment: CallEnvironment): { buildFailure: number; systemFailure: number } {
  return {
    buildFailure: Number(environment.BUILD_FAILURE_EXIT_CODE ?? 1),
    systemFailure: Number(environment.SYSTEM_FAILURE_EXIT_CODE ?? 2),
  };
}
