import { posix } from 'node:path';

/** Go's path.Clean: no trailing slash, and '.' for nothing. */
export function cleanPath(path: string): string {
  const clean = posix.normalize(path);
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}

/** Go's path.Join: empty parts do not count, and nothing joined is '' (Node says '.'). */
export function joinPath(...parts: readonly string[]): string {
  const filled = parts.filter((part) => part !== '');
  return filled.length === 0 ? '' : cleanPath(filled.join('/'));
}

/** Go's path.Base. */
export function basePath(path: string): string {
  if (path === '') return '.';
  return posix.basename(path) || '/';
}

/** Go's filepath.Rel, lexical only: undefined where it fails (one of the two is relative, or the base climbs with '..'). */
export function relativePath(base: string, target: string): string | undefined {
  const from = cleanPath(base);
  const to = cleanPath(target);
  if (from === to) return '.';
  const start = from === '.' ? '' : from;
  if (start.startsWith('/') !== to.startsWith('/')) return undefined;
  const up = start === '' ? [] : start.split('/');
  const down = to.split('/');
  let same = 0;
  while (same < up.length && same < down.length && up[same] === down[same]) same += 1;
  const left = up.slice(same).filter((part) => part !== '');
  if (left[0] === '..') return undefined;
  return [...left.map(() => '..'), ...down.slice(same).filter((part) => part !== '')].join('/');
}
