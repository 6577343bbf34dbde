export {
  type AnswerBody,
  accessDeniedAnswer,
  authorizeAnswer,
  confirmAnswer,
  deactivatedAnswer,
  notScheduledAnswer,
  projectNotFoundAnswer,
  scheduledAnswer,
} from './answers.js';
export { APP_HELP_TEXT, type AppText, splitGlobalText } from './app-text.js';
export { type ChatVariables, chatVariables } from './chat-variables.js';
export {
  availableCommands,
  COMMAND_NAMES,
  type CommandName,
  matchCommand,
  type RunCaptures,
  SLASH_COMMANDS,
  type SlashCommand,
  type SlashMatch,
} from './commands.js';
export type { Captures } from './grammar.js';
export { helpAnswer } from './help.js';
export { rubyInspect } from './ruby-string.js';
export { formatSlackLinks } from './slack-links.js';
export type { SlackPart } from './slack-parts.js';
export { readSlackText, type SlackText, type TextDifference } from './slack-text.js';
export { appTriggerRefusal, type TriggerRefusal, triggerRefusal } from './trigger.js';
