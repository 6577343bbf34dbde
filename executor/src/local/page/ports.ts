import type { ListedJob, Run } from './protocol.js';

/** A job log that may still grow. */
export interface TraceView {
  /** At most `limit` bytes from an offset on; empty when there are none (yet). */
  read(offset: number, limit: number): Uint8Array;
  readonly size: number;
  /** Changes when the Runner sends the log again from its beginning. */
  readonly generation: number;
  /** The job has ended and the log is whole. */
  readonly isComplete: boolean;
}

/** What the page needs of GitLab: who plays it is the session's affair. */
export interface RunFeed {
  runs(): readonly Run[];
  jobs(): readonly ListedJob[];
  /** Calls back when a run is created or changed, and when the job list changed (`'jobs'`). */
  subscribe(listener: (change: Run | 'jobs') => void): () => void;
  trace(id: number): TraceView | undefined;
  /** Calls back when a trace grew or was completed. */
  subscribeTrace(id: number, listener: () => void): () => void;
  /** Asks GitLab to cancel the job, at once if it is canceling already; false: there is nothing to cancel. */
  cancel(id: number): boolean;
  /** Starts a manual or delayed job; false: it is none. */
  play(id: number): boolean;
}
