export { type Loaded, type LoadProblem, loadDocuments } from './documents.js';
