export { compileGlob, type Glob } from './fnmatch.js';
export { changesHit, existsHit, type GlobHit, policyChangesHit } from './paths.js';
