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
