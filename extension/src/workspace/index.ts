export type { ConfigModel } from './config-model.js';
export { ConfigModels } from './config-models.js';
export { type ConfigRoot, canBeSearched, configPathOf, DEFAULT_CONFIG_PATH, fileOf } from './config-root.js';
export { CI_FILES, locationOf, pathIn, placeText } from './places.js';
export { Slices } from './slices.js';
export { openDocument, readText } from './text-files.js';
