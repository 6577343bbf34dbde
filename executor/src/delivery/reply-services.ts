import { CodedError } from '@gitlab-chatops/shared/errors';
import type { ReplyPort } from '@gitlab-chatops/shared/reply';
import type { JobFacts } from '../job/index.js';
import { channelAllowed, type ProjectPolicy, type SlackSettings } from '../settings/index.js';
import { replyWindow } from './reply-window.js';
import { createSlackPort } from './slack-port.js';
import { readToken, type TokenContext } from './token.js';

/** How a driver call gets its way to the chat, by the project's settings. */
export interface ChatReplies {
  /** @throws CodedError when nothing can be posted: no chat service, channel or readable token, channel not allowed */
  open(
    policy: ProjectPolicy,
    slack: SlackSettings,
    facts: Pick<JobFacts, 'chat' | 'pipelineId'>,
  ): Promise<ReplyPort>;
  windowOpen(pipelineCreatedAt: number | undefined, now: number): boolean;
}

export function chatReplies(context: TokenContext): ChatReplies {
  return {
    async open(policy, slack, { chat: { channel }, pipelineId }) {
      if (policy.chat === undefined) {
        throw new CodedError({
          code: 'SLACK_NOT_CONFIGURED',
          message: 'The settings name no chat service for the project.',
          wayOut: 'Give the project’s entry under projects: a chat, a token_file and channels.',
        });
      }
      if (channel === undefined) {
        throw new CodedError({
          code: 'SLACK_NO_CHANNEL',
          message: 'The job has no CHAT_CHANNEL, so nobody knows where its reply goes.',
          wayOut: 'Only a job that was started from chat has a channel.',
        });
      }
      if (!channelAllowed(policy, channel)) {
        throw new CodedError({
          code: 'SLACK_CHANNEL_NOT_ALLOWED',
          message: 'The settings do not let the project reply to the channel of CHAT_CHANNEL.',
          wayOut: 'Add the channel’s id to channels: of the project’s entry.',
        });
      }
      const token = readToken(policy.chat.token, context);
      const { environment } = context;
      return createSlackPort({ token, channel, pipelineId, slack, environment });
    },
    windowOpen: (pipelineCreatedAt, now) => replyWindow(pipelineCreatedAt, now).open,
  };
}
