import type { YamlPlace } from './yaml-place.js';

/** What may be typed at a place. `shell` and `expression` know variables. */
export type CompletionPlace = 'top' | 'shell' | 'expression' | 'source' | 'policy' | 'comment' | 'none';

const SHELL = new Set(['script', 'before_script', 'after_script']);

/** @param before the line up to the cursor */
export function completionPlace(place: YamlPlace | undefined, before: string): CompletionPlace {
  if (/#\s*chatops:\s*ignore\[[^\]]*$/.test(before)) return 'comment';
  if (/^[\w-]*$/.test(before)) return 'top';
  const [first, second, ...rest] = (place?.path ?? []).filter((part) => typeof part === 'string');
  const last = rest.at(-1) ?? second;
  if (last === 'if' && (second === 'rules' || rest[0] === 'rules')) return sourceOr('expression', before);
  if (SHELL.has(first ?? '') || SHELL.has(second ?? '')) return 'shell';
  if (second === 'only' || second === 'except') {
    return rest[0] === 'variables'
      ? sourceOr('expression', before)
      : rest[0] === 'changes'
        ? 'none'
        : 'policy';
  }
  if (first === 'variables' || second === 'variables') return 'expression';
  return 'none';
}

/** In the string that `$CI_PIPELINE_SOURCE` is compared with. */
function sourceOr(other: CompletionPlace, before: string): CompletionPlace {
  return /\$CI_PIPELINE_SOURCE\s*[!=]=\s*["'][\w]*$/.test(before) ? 'source' : other;
}
