export { type Loaded, loadDocuments, loadFile } from './documents.js';
export { type LoadProblem, type ParsedPart, PartError, parsePart } from './parts.js';
export { MAX_YAML_BYTES, memoryOf, sizeOf, utf8Length } from './size.js';
