export type { SlackFailure } from './classify.js';
export { DELIVERY_BUDGET_MS, type NextStep, nextStep, type Situation } from './policy.js';
export { type ChatReplies, chatReplies } from './reply-services.js';
export { type ReplyWindow, replyWindow } from './reply-window.js';
export { SLACK_PROBLEMS, type SlackCode } from './slack-errors.js';
export { type Clock, createSlackPort, type SlackPortOptions } from './slack-port.js';
export { readToken, type TokenContext } from './token.js';
export { createFetch, type FetchOptions, proxyFor, TransportError } from './transport/index.js';
