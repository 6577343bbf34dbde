export {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  parseJson,
} from '@gitlab-chatops/shared/json';
export {
  BodyTooLarge,
  type ConnectionLimits,
  LOOPBACK,
  type LoopbackServer,
  listenOnLoopback,
  type RequestHandler,
  readBody,
  refuse,
} from './server.js';
