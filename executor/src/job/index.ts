export type * from './response.js';
