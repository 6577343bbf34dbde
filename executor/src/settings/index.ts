export {
  type LoadOptions,
  loadSettings,
  settingsPath,
} from './load.js';
export { parseSettings } from './parse.js';
export { channelAllowed, policyFor } from './project-match.js';
export { resolveSettings, type SettingsOverrides } from './resolve.js';
export { type SettingsFile, settingsSchema } from './schema.js';
export type { ProjectPolicy, SandboxSettings, Settings, SlackSettings, TokenSource } from './types.js';
