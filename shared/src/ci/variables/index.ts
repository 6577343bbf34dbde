export { VariableCollection } from './collection.js';
export {
  type ChangedPaths,
  type CommitFacts,
  type Comparison,
  type KnownContext,
  type MergeRequestFacts,
  type OtherProject,
  type PipelineContext,
  type PipelineRef,
  type ProjectFacts,
  pipelineContext,
  type ServerFacts,
  type SettingVariable,
  type UserFacts,
} from './context.js';
export { expandVariables } from './expand.js';
export { mayReference, type VariableReference, variableReferences } from './reference.js';
export { configVariables, environmentName, type JobFacts, jobVariables, workflowVariables } from './scope.js';
export { jobGroupName, slugify } from './slug.js';
export { circularReference, sortAndExpandAll } from './sort-and-expand.js';
export type { Variable, VariableOrigin } from './variable.js';
export { jobYamlVariables, mergeVariables } from './yaml-variables.js';
