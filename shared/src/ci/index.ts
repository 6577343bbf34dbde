export { createResolveCache, type ResolveCache } from './cache/index.js';
export { FAILURE_REASONS } from './failure-reasons.js';
export {
  type AsyncFileProvider,
  type ComponentAnswer,
  type FileAnswer,
  type FileProvider,
  fileLabel,
  type ListingAnswer,
  memoryFiles,
  type OtherCommit,
} from './files.js';
export type {
  ConfigEnvironment,
  ConfigImage,
  ConfigNeeds,
  ConfigPolicy,
  ConfigProblem,
  ConfigRule,
  ConfigVariable,
  JobNeed,
  ResolvedConfig,
  ResolvedJob,
  ResolvedWorkflow,
  UnknownFile,
} from './model.js';
export type {
  Located,
  MappingEntry,
  MappingNode,
  PlainValue,
  ReferenceNode,
  ScalarNode,
  SequenceNode,
  YamlNode,
} from './node.js';
export type { SourceRange } from './range.js';
export { mergedForOutput, type ResolveOptions, type RootFile, resolveConfig } from './resolve/index.js';
export { resolveWithProvider } from './resolve/with-provider.js';
export { type KnownContext, type PipelineContext, pipelineContext } from './variables/index.js';
export { likelyContext } from './variables/likely.js';
