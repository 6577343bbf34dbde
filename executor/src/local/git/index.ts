export { type BranchFacts, chooseDefaultBranch } from './branch.js';
export type { SnapshotCommit } from './commit.js';
export { createHttpBackend, type HttpBackend, type HttpBackendOptions } from './http-backend.js';
export { REPOSITORY_PROBLEMS, type RepositoryProblemCode } from './problems.js';
export { openSnapshotRepository, type SnapshotOptions, type SnapshotRepository } from './snapshot.js';
