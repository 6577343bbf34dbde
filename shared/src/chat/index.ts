export type { ClauseTrial, RuleTrial, UnknownFact } from '../ci/rules/index.js';
export { CHAT_CAUSES, type ChatCauseCode } from './causes.js';
export type { ChatCommand } from './command.js';
export { type Creation, type CreationStop, createPipeline } from './creation.js';
export { evaluatePipeline, type PipelineVerdict } from './evaluate.js';
export { chatExposure, type ExposureOptions } from './exposure.js';
export type { JobExposure } from './job-exposure.js';
export { PIPELINE_SOURCES } from './pipeline-sources.js';
export type {
  ChainStep,
  ChatPlan,
  ChatRefusal,
  ChatUnknown,
  ChatVerdict,
  PlannedImage,
  PlannedJob,
  PlannedVariable,
} from './plan.js';
export { planChatPipeline } from './plan-pipeline.js';
