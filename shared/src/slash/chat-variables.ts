import type { RunCaptures } from './commands.js';

/** The variables of a chat pipeline; null is a variable without a value, which hides others of its name all the same. */
export interface ChatVariables {
  readonly CHAT_INPUT: string | null;
  /** The channel's id, although GitLab's documentation says its name. */
  readonly CHAT_CHANNEL: string | null;
  readonly CHAT_USER_ID: string;
}

/** Source: GitLab lib/gitlab/chat/command.rb (chat_variables), lib/gitlab/slash_commands/run.rb. */
export function chatVariables(
  run: RunCaptures,
  request: { readonly channelId: string | null; readonly chatUserId: string },
): ChatVariables {
  return {
    CHAT_INPUT: run.arguments,
    CHAT_CHANNEL: request.channelId,
    CHAT_USER_ID: request.chatUserId,
  };
}
