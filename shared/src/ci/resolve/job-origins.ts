import type { Moves } from '../cache/index.js';
import type { ResolvedJob } from '../model.js';

/** The job of the reading before that this one is, moved. */
export interface JobOrigin {
  readonly job: ResolvedJob;
  readonly moves: Moves;
}

const ORIGINS = new WeakMap<ResolvedJob, JobOrigin>();

/** Notes it, and forgets where the older one came from: no more than two readings are held together. */
export const noteOrigin = (job: ResolvedJob, origin: JobOrigin): void => {
  ORIGINS.delete(origin.job);
  ORIGINS.set(job, origin);
};

/** undefined: the job is new, or not known to be the same. */
export const originOf = (job: ResolvedJob): JobOrigin | undefined => ORIGINS.get(job);
