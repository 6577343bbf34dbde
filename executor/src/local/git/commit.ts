/** A commit of the served repository, with what GitLab tells jobs about it. */
export interface SnapshotCommit {
  readonly sha: string;
  /** The branch it is served as: the default branch. */
  readonly branch: string;
  readonly message: string;
  readonly authorName: string;
  readonly authorEmail: string;
  /** Committer date with its time zone, ISO 8601. */
  readonly timestamp: string;
  /** Uncommitted or untracked files are in it. */
  readonly dirty: boolean;
  /** What could not be taken along (unreadable files), in git's words. */
  readonly warnings: readonly string[];
}

/** Fields of `git log --format`, each ended by NUL; the message comes last, as it is. */
export const COMMIT_FORMAT = '%H%x00%an%x00%ae%x00%cI%x00%B';

export type CommitFields = Omit<SnapshotCommit, 'branch' | 'dirty' | 'warnings'>;

export function parseCommit(text: string): CommitFields {
  const [sha = '', authorName = '', authorEmail = '', timestamp = '', message = ''] = text.split('\0');
  return { sha, authorName, authorEmail, timestamp, message };
}
