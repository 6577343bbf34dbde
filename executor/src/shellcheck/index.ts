export { callShellcheck } from './call.js';
export { findShellcheck } from './find.js';
