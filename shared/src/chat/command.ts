import type { PipelineContext } from '../ci/variables/index.js';

/** `run NAME ARGUMENTS`, as GitLab took it from the text. */
export interface ChatCommand {
  /** The job's name. */
  readonly command: string;
  /** CHAT_INPUT; null: nothing was typed. */
  readonly input: string | null;
  /** CHAT_CHANNEL: the channel's id. */
  readonly channel: string | null;
  /** CHAT_USER_ID: the chat service's id of the caller. */
  readonly userId: string | null;
}

/**
 * The pipeline that a chat command would create: source `chat`, CHAT_* as pipeline variables (neither raw nor masked),
 * no changes that GitLab could determine. GitLab: lib/gitlab/chat/command.rb.
 */
export function chatPipelineContext(
  context: PipelineContext,
  { input, channel, userId }: Omit<ChatCommand, 'command'>,
): PipelineContext {
  return {
    ...context,
    source: 'chat',
    changedPaths: { kind: 'undetermined' },
    pipelineVariables: [
      { key: 'CHAT_INPUT', value: input },
      { key: 'CHAT_CHANNEL', value: channel },
      { key: 'CHAT_USER_ID', value: userId },
    ],
  };
}
