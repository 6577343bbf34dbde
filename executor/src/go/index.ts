// The rules of Go's standard library that the Runner's output depends on, restated.
export { expandText } from './expand.js';
export { encodeJson } from './json.js';
export { formatDuration, parseBool, parseDuration, parseInteger } from './parse.js';
export { basePath, cleanPath, joinPath, relativePath } from './path.js';
export { goQuote, quoteMeta } from './quote.js';
export { fields, isSpace, trimSpace, trimSpaceRight } from './text.js';
export {
  formatUrl,
  type GoUrl,
  parseUrl,
  parseUrlStrictly,
  schemeAndHost,
  UrlError,
  urlPath,
  withPath,
  withUser,
} from './url.js';
