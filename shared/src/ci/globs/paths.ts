import { compileGlob, type Glob } from './fnmatch.js';

/** Above this many comparisons GitLab assumes a match (rules/rule/clause/changes.rb and exists.rb). */
export const MAX_PATTERN_COMPARISONS = 50_000;

/** `match`: the path and pattern that met; `limit`: too many to compare, so GitLab says yes. */
export type GlobHit =
  | { readonly kind: 'match'; readonly path: string; readonly pattern: string }
  | { readonly kind: 'limit' };

/** `rules:changes`: does one of the changed paths match? GitLab: lib/gitlab/ci/build/rules/rule/clause/changes.rb. */
export function changesHit(patterns: readonly string[], paths: readonly string[]): GlobHit | undefined {
  const unique = [...new Set(patterns)];
  if (unique.length * paths.length > MAX_PATTERN_COMPARISONS) return { kind: 'limit' };
  return firstHit(unique.map(compileGlob), paths);
}

/** `only:changes`: the same without a limit. GitLab: lib/gitlab/ci/build/policy/changes.rb. */
export function policyChangesHit(patterns: readonly string[], paths: readonly string[]): GlobHit | undefined {
  return firstHit(patterns.map(compileGlob), paths);
}

function firstHit(globs: readonly Glob[], paths: readonly string[]): GlobHit | undefined {
  for (const path of paths) {
    const glob = globs.find((one) => one.matches(path));
    if (glob !== undefined) return { kind: 'match', path, pattern: glob.pattern };
  }
  return undefined;
}

/**
 * `rules:exists`: does a file of the commit match? Patterns without metacharacters are searched for, and `**` + `/*.ext`
 * asks for the end of the path; only when no pattern has a slash or `**` are the files of subfolders left out.
 * GitLab: lib/gitlab/ci/build/rules/rule/clause/exists.rb.
 */
export function existsHit(patterns: readonly string[], files: readonly string[]): GlobHit | undefined {
  if (patterns.length === 0) return undefined;
  const { hits, sorted } = fileSetOf(files);
  const question = JSON.stringify(patterns);
  const known = hits.get(question);
  if (known !== undefined) return known === 'none' ? undefined : known;
  const topLevelOnly = patterns.every((pattern) => !pattern.includes('/') && !pattern.includes('**'));
  const hit = hitAmong(patterns, topLevelOnly ? sorted.filter((file) => !file.includes('/')) : sorted);
  if (hits.size >= HITS_LIMIT) hits.clear();
  hits.set(question, hit ?? 'none');
  return hit;
}

/** The files of a commit as they are searched, and what was found among them: every job and source asks again. */
interface FileSet {
  readonly sorted: readonly string[];
  readonly hits: Map<string, GlobHit | 'none'>;
}

const HITS_LIMIT = 1_000;
const FILE_SETS = new WeakMap<readonly string[], FileSet>();

function fileSetOf(files: readonly string[]): FileSet {
  const known = FILE_SETS.get(files);
  if (known !== undefined) return known;
  const set = { sorted: [...files].sort(compareBytes), hits: new Map<string, GlobHit | 'none'>() };
  FILE_SETS.set(files, set);
  return set;
}

function hitAmong(patterns: readonly string[], sorted: readonly string[]): GlobHit | undefined {
  const exact = patterns.filter(isExact);
  const extensions = patterns.filter((pattern) => !isExact(pattern) && isExtension(pattern));
  const others = patterns.filter((pattern) => !isExact(pattern) && !isExtension(pattern));
  return exactHit(exact, sorted) ?? extensionHit(extensions, sorted) ?? patternHit(others, sorted);
}

function exactHit(patterns: readonly string[], sorted: readonly string[]): GlobHit | undefined {
  for (const pattern of patterns) {
    const path = pattern.endsWith('/')
      ? bisect(sorted, (file) => (file.startsWith(pattern) ? 'here-or-before' : 'after'))
      : bisect(sorted, (file) => {
          const order = compareBytes(pattern, file);
          if (order === 0) return 'found';
          return order < 0 ? 'before' : 'after';
        });
    if (path !== undefined) return { kind: 'match', path, pattern };
  }
  return undefined;
}

/**
 * Ruby's Array#bsearch. GitLab asks it for a folder with a question whose answers are not sorted (files before the
 * folder say no, and so do those behind it), so a folder is found only when the halving meets one of its files.
 */
function bisect(
  sorted: readonly string[],
  where: (file: string) => 'found' | 'before' | 'after' | 'here-or-before',
): string | undefined {
  let [low, high] = [0, sorted.length];
  let best: string | undefined;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    const file = sorted[middle] ?? '';
    const side = where(file);
    if (side === 'found') return file;
    if (side === 'here-or-before') best = file;
    if (side === 'after') low = middle + 1;
    else high = middle;
  }
  return best;
}

function extensionHit(patterns: readonly string[], files: readonly string[]): GlobHit | undefined {
  const ends = patterns.map((pattern) => ({ pattern, end: withoutNested(pattern) }));
  for (const path of files) {
    const hit = ends.find(({ end }) => path.endsWith(end));
    if (hit !== undefined) return { kind: 'match', path, pattern: hit.pattern };
  }
  return undefined;
}

function patternHit(patterns: readonly string[], files: readonly string[]): GlobHit | undefined {
  if (patterns.length * files.length > MAX_PATTERN_COMPARISONS) return { kind: 'limit' };
  return firstHit(patterns.map(compileGlob), files);
}

function isExact(pattern: string): boolean {
  return !['*', '?', '[', '{'].some((char) => pattern.includes(char));
}

function isExtension(pattern: string): boolean {
  const end = withoutNested(pattern);
  return end.startsWith('.') && !end.includes('/') && isExact(end);
}

const NESTED_WILDCARD = '**/*';

function withoutNested(pattern: string): string {
  return pattern.startsWith(NESTED_WILDCARD) ? pattern.slice(NESTED_WILDCARD.length) : pattern;
}

/** Git's order of paths, which is Ruby's of strings: by UTF-8 bytes, so by code points. */
function compareBytes(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (a === b) continue;
    // UTF-16 puts surrogate pairs below U+E000; UTF-8 puts them above.
    const isPair = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
    return isPair(a) === isPair(b) ? a - b : isPair(a) ? 1 : -1;
  }
  return left.length - right.length;
}
