export type { SlackApp } from './app.js';
export { blocksTooLong, checkBlocks } from './blocks.js';
export { escapeTyped } from './escape.js';
export type { Fault, FaultTarget } from './faults.js';
export {
  type InstalledCommand,
  type LocalSlack,
  type LocalSlackOptions,
  startLocalSlack,
  type TypedResult,
} from './local-slack.js';
export type {
  MessageContent,
  MessageOrigin,
  SlackChannel,
  SlackEvent,
  SlackMessage,
  SlackUser,
} from './message.js';
export { signRequest } from './signature.js';
export type { Workspace } from './workspace.js';
