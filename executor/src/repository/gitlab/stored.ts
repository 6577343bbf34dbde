import type { FileAnswer } from '@gitlab-chatops/shared/ci';
import type { Release } from './api.js';

/** A file of a commit; that there is no such file is an answer too. */
export interface CommitFile {
  readonly text: string | null;
  readonly sha: string;
}

// What stands in the cache may be another version's, or nobody's: each reader gives undefined for what it is not.

export const isSha = (ref: string): boolean => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref);

export const reviveSha = (stored: unknown): string | undefined =>
  typeof stored === 'string' && isSha(stored) ? stored : undefined;

export const reviveTexts = (stored: unknown): readonly string[] | undefined =>
  Array.isArray(stored) && stored.every((each) => typeof each === 'string') ? stored : undefined;

export function reviveText(stored: unknown): FileAnswer | undefined {
  if (typeof stored !== 'object' || stored === null || !('text' in stored)) return undefined;
  return typeof stored.text === 'string' ? { kind: 'text', text: stored.text } : undefined;
}

export function reviveFile(stored: unknown): CommitFile | undefined {
  if (typeof stored !== 'object' || stored === null || !('text' in stored) || !('sha' in stored))
    return undefined;
  const { text, sha } = stored;
  if (typeof sha !== 'string' || (typeof text !== 'string' && text !== null)) return undefined;
  return { text, sha };
}

export function isRelease(stored: unknown): stored is Release {
  if (typeof stored !== 'object' || stored === null) return false;
  if (!('tag' in stored) || typeof stored.tag !== 'string') return false;
  return !('sha' in stored) || stored.sha === undefined || typeof stored.sha === 'string';
}

export function reviveReleases(stored: unknown): readonly Release[] | undefined {
  return Array.isArray(stored) && stored.every(isRelease) ? stored : undefined;
}
