export { isJsonArray, isJsonObject, type Json, type JsonObject, parseJson } from './json.js';
export {
  BodyTooLarge,
  hostAllowed,
  LOOPBACK,
  type LoopbackServer,
  listenOnLoopback,
  type RequestHandler,
  readBody,
  refuse,
} from './server.js';
