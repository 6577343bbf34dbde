export { DocumentCache } from './document-cache.js';
export { generationOf } from './generation.js';
export { movedNode } from './moved-node.js';
export { Moves } from './moves.js';
export { createResolveCache, type ResolveCache } from './resolve-cache.js';
