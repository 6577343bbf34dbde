export { cacheFolder, FileCache } from './gitlab/cache.js';
export { chooseServer, type GitLabServer } from './gitlab/server.js';
export type { OutsideFiles } from './gitlab-files.js';
export { type ReadConfig, type ReadOptions, readConfig } from './read-config.js';
export type { RepositorySource, SourceOptions } from './source.js';
