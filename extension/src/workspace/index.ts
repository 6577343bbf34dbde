export { type ConfigRoot, configPathOf, DEFAULT_CONFIG_PATH, fileOf, rootAt } from './config-root.js';
export { findRoots } from './find-roots.js';
