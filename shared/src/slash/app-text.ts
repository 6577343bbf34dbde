/** The text of a GitLab for Slack app command (`/gitlab <project> run …`), split as GitLab splits it. */
export interface AppText {
  /** Project path or alias; null: any installation of the workspace is taken. An empty one is looked up, in vain. */
  readonly projectAlias: string | null;
  /** May begin with white space, and then matches no command; null only for an empty text. */
  readonly commandText: string | null;
}

/** Exactly this text is answered with help that belongs to no project. */
export const APP_HELP_TEXT = 'help';

/**
 * Splits once, at the first white-space character (ASCII).
 * Source: GitLab lib/gitlab/slash_commands/global_slack_handler.rb (parse_command_text).
 */
export function splitGlobalText(text: string): AppText {
  if (text === 'incident declare') return { projectAlias: null, commandText: text };
  const at = text.search(/[ \t\r\n\f\v]/);
  if (at === -1) return { projectAlias: null, commandText: text === '' ? null : text };
  return { projectAlias: text.slice(0, at), commandText: text.slice(at + 1) };
}
