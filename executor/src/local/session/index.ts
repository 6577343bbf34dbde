export { explainVerdict } from './explain.js';
export { type LoopOptions, type RunningLoop, startLoop } from './loop.js';
export { planFromHead } from './planning.js';
export { projectName } from './project-name.js';
export { viewReply } from './run-view.js';
export { type Session, type SessionOptions, startSession } from './session.js';
