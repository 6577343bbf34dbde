export { DocumentCache } from './document-cache.js';
export { createResolveCache, type ResolveCache } from './resolve-cache.js';
export { reuse } from './reuse.js';
