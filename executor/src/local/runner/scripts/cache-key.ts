import { createHash } from 'node:crypto';
import { cleanPath, goQuote, joinPath, relativePath, trimSpaceRight } from '../../../go/index.js';
import type { Build } from '../build/index.js';

/** Where one cache is kept. Source: shells/abstract.go cacheConfig. */
export interface CachePlace {
  /** The key as shown. */
  readonly key: string;
  readonly archive: string;
  /** The archive under the other naming of FF_HASH_CACHE_KEYS. */
  readonly alternateArchive: string;
}

/** A place, or why there is none; with the sentence about a key that had to change. */
export interface CacheChoice {
  readonly warning: string;
  readonly place?: CachePlace;
  /** Set when the cache cannot be used and the log must say so. */
  readonly error?: string;
}

/** The place of a cache key; the empty key means `JOB/REF`. A key that `allowed` rejects has none, silently. */
export function cachePlace(
  build: Build,
  userKey: string,
  allowed: (key: string) => boolean = () => true,
): CacheChoice {
  if (build.cacheDir === '') return { warning: '', error: 'unset cache directory' };
  const raw =
    userKey === ''
      ? joinPath('/', build.job.job_info.name, build.job.git_info.ref).slice(1)
      : build.variables().expandValue(userKey);
  const hashed = build.flag('FF_HASH_CACHE_KEYS');
  const { key, warning } = hashed ? { key: raw, warning: '' } : sanitize(raw);
  if (!allowed(key)) return { warning };
  if (key === '') return { warning, error: 'empty cache key' };
  const hash = createHash('sha256').update(key).digest('hex');
  const archive = archivePath(build, hashed ? hash : key);
  const alternateArchive = archivePath(build, hashed ? key : hash);
  if (archive === undefined || alternateArchive === undefined) {
    const cause = 'inability to make the cache file path relative to the build directory';
    return { warning, error: `${cause} (is the build directory absolute?)` };
  }
  return { warning, place: { key, archive, alternateArchive } };
}

function archivePath(build: Build, key: string): string | undefined {
  const file = joinPath(build.cacheDir, key, 'cache.zip');
  return build.flag('FF_USE_POWERSHELL_PATH_RESOLVER') ? file : relativePath(build.buildDir, file);
}

function sanitize(raw: string): { key: string; warning: string } {
  const key = sanitizeKey(raw);
  if (raw !== '' && key === '') return { key, warning: `cache key ${goQuote(raw)} could not be sanitized` };
  return { key, warning: key === raw ? '' : `cache key ${goQuote(raw)} sanitized to ${goQuote(key)}` };
}

const DECODED: Readonly<Record<string, string>> = { '%2f': '/', '%2e': '.', '\\': '/' };

/** No traversal, no blanks at the end, slashes only. Source: cache/cachekey Sanitize. */
function sanitizeKey(key: string): string {
  if (key === '') return '';
  const decoded = key.replace(/%2f|%2e|\\/gi, (part) => DECODED[part.toLowerCase()] ?? part);
  const parts = cleanPath(`/${decoded}`).slice(1).split('/');
  while (parts.length > 0) {
    const last = trimSpaceRight(parts.pop() ?? '');
    if (last !== '') return [...parts, last].join('/');
  }
  return '';
}
