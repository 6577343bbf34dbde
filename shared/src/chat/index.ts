export type { JobExposure } from './job-exposure.js';
export type {
  ChainStep,
  ChatPlan,
  ChatRefusal,
  ChatUnknown,
  ChatVerdict,
  PlannedImage,
  PlannedJob,
  PlannedVariable,
  RuleTrial,
} from './plan.js';
