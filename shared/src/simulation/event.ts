import type { SourceRange } from '../ci/index.js';
import type { Problem } from '../errors/index.js';
import type { MessageBody } from '../view/index.js';

/** Version of the events; it changes only when a reader could break. */
export const RUN_EVENTS_VERSION = 1;

/** What `gitlab-chatops run --events` writes: one JSON object a line, in this order, ending with `end`. */
export type RunEvent =
  | { readonly event: 'begin'; readonly version: number }
  /** GitLab's own answer to the command, as it stands in the channel; for a refusal its true cause. */
  | {
      readonly event: 'answer';
      readonly sentence: string;
      readonly scheduled: boolean;
      readonly cause?: Problem;
      readonly at?: SourceRange;
    }
  /** The job exists. */
  | { readonly event: 'job'; readonly id: number; readonly name: string; readonly stage: string }
  /** Bytes of the job's log as GitLab stores and shows it, base64. `restart`: what came before is void. */
  | { readonly event: 'trace'; readonly data: string; readonly restart?: boolean }
  /** A message of ours in the channel as Slack has it; the same `ts` again: it was corrected. */
  | {
      readonly event: 'reply';
      readonly ts: string;
      /** To the caller alone, because the channel refused it. */
      readonly isDirect: boolean;
      readonly message: MessageBody;
    }
  /** What GitLab's own ChatOps would have posted without us. */
  | {
      readonly event: 'gitlab_reply';
      readonly reply:
        | { readonly kind: 'message'; readonly message: MessageBody }
        /** Nothing; `reason` says which rule of GitLab's decides so. */
        | { readonly kind: 'nothing'; readonly reason: string };
    }
  /** What the run showed to be wrong with the job, e.g. a reply that is too large for GitLab. */
  | { readonly event: 'problem'; readonly problem: Problem; readonly severity: 'warning' | 'info' }
  | {
      readonly event: 'end';
      readonly state: RunState;
      /** Of the user's script, when it failed with one. */
      readonly exitStatus?: number;
      /** GitLab's word, e.g. `script_failure`. */
      readonly failureReason?: string;
      readonly seconds?: number;
    };

/** `refused`: no job was created; `waiting`: the job is manual or delayed and was not started. */
export type RunState = 'success' | 'failed' | 'canceled' | 'refused' | 'waiting';
