import type { ChatVerdict } from '@gitlab-chatops/shared/chat';
import type { PipelineContext } from '@gitlab-chatops/shared/ci/variables';
import type { SnapshotCommit } from '../git/index.js';

/** The files of the commit that a chat command runs on. */
export interface CommitFiles {
  list(): Promise<readonly string[]>;
  /** undefined: the commit has no file of that path. */
  read(path: string): Promise<string | undefined>;
}

/** The head of the default branch as it is now, and the chat pipeline that would be created on it. */
export interface HeadFacts {
  readonly commit: SnapshotCommit;
  /** The pipeline, without its chat variables. */
  readonly context: PipelineContext;
  readonly files: CommitFiles;
}

/** `run NAME ARGUMENTS`, by a user who may run it. */
export interface ChatPlanRequest extends HeadFacts {
  /** The job's name. */
  readonly command: string;
  /** CHAT_INPUT; null when nothing was typed. */
  readonly args: string | null;
  readonly channelId: string | null;
  /** The chat service's id of the caller. */
  readonly chatUserId: string;
}

/** Decides what a chat command does: the port behind which GitLab's creation chain stands. */
export type ChatPlanner = (request: ChatPlanRequest) => ChatVerdict | Promise<ChatVerdict>;
