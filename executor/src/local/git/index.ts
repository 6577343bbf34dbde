export { type BranchFacts, chooseDefaultBranch } from './branch.js';
export type { SnapshotCommit } from './commit.js';
export { openSnapshotRepository, type SnapshotOptions, type SnapshotRepository } from './snapshot.js';
