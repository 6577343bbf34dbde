export { type ReadConfig, type ReadOptions, readConfig } from './read-config.js';
export { openRepositorySource, type RepositorySource, type SourceOptions } from './source.js';
