import type { ChatVerdict } from '@gitlab-chatops/shared/chat';
import { type AnswerBody, availableCommands } from '@gitlab-chatops/shared/slash';

/** What a chat service sends of a slash command, as far as GitLab reads it. Absent and blank are told apart. */
export interface SlashParameters {
  readonly text: string;
  readonly command: string;
  readonly teamId?: string;
  readonly teamDomain?: string;
  readonly userId?: string;
  readonly userName?: string;
  readonly channelId: string | null;
  /** null: none, or blank. */
  readonly responseUrl: string | null;
}

/** An answer, and what stands behind it, for the pages of local mode. */
export interface CommandResult {
  readonly body: AnswerBody;
  readonly verdict?: ChatVerdict;
  readonly jobId?: number;
  readonly warnings?: readonly string[];
}

/** The local project has CI/CD; issues and incidents are switched off. */
export const COMMANDS = availableCommands({ issues: false, builds: true });

export function ephemeral(text: string): AnswerBody {
  return { response_type: 'ephemeral', status: 200, text };
}
