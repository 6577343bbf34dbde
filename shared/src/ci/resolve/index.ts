export { mergedForOutput } from './output.js';
export { type ResolveOptions, type RootFile, resolveConfig } from './resolve.js';
