export type { SourceRange } from './range.js';
