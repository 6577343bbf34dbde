export { TransportError } from './failure.js';
export { createFetch, type FetchOptions } from './fetch.js';
export { proxyFor } from './proxy.js';
