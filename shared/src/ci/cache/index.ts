export { DocumentCache } from './document-cache.js';
export { generationOf } from './generation.js';
export { Moves } from './moves.js';
export { createResolveCache, type ResolveCache } from './resolve-cache.js';
