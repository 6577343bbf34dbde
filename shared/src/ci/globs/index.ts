export { MAX_BRACE_ALTERNATIVES } from './braces.js';
export { compileGlob, type Glob } from './fnmatch.js';
export { changesHit, existsHit, type GlobHit, MAX_PATTERN_COMPARISONS, policyChangesHit } from './paths.js';
