export { Build, type BuildGiven, type StartFacts } from './build.js';
export { type FeatureFlag, flagEntries } from './flags.js';
export {
  type GitAuthFacts,
  type InsteadOf,
  insteadOfs,
  remoteHost,
  remoteUrl,
  remoteUrlStrictly,
} from './git-auth.js';
export {
  internalVariable,
  listOf,
  stageOfStep,
  type WireJob,
} from './job.js';
export type { BuildOptions, GitStrategy, SubmoduleStrategy } from './options.js';
export { type ConcurrencyIds, tlsVariables } from './runner-variables.js';
