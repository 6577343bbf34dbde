import { isBlank, regexpFromRubySyntax } from '../expression/index.js';
import type { PipelineContext } from '../variables/index.js';

/**
 * Why an element of `only:refs` or `except:refs` matches this pipeline, or undefined.
 * An element is a keyword, a source, a ref's name or `/pattern/flags`, each with an optional `@project/path`.
 * GitLab: lib/gitlab/ci/build/policy/refs.rb.
 */
export function refMatch(element: string, context: PipelineContext): string | undefined {
  const at = element.indexOf('@');
  const pattern = at < 0 ? element : element.slice(0, at);
  if (element === '' || (at >= 0 && element.slice(at + 1) !== context.project.path)) return undefined;
  const { ref } = context;
  if (ref.kind === 'tag' && pattern === 'tags') return 'the ref is a tag';
  if (ref.kind === 'branch' && pattern === 'branches') return 'the ref is a branch';
  const source = sourceWord(context.source);
  if (pattern === source || pattern === pluralize(source)) return `the source is ${context.source}`;
  if (ref.kind === 'merge_request') return undefined;
  const regexp = regexpFromRubySyntax(pattern);
  if (regexp === undefined) return pattern === ref.name ? `the ref is ${ref.name}` : undefined;
  return !isBlank(ref.name) && regexp.found(ref.name) ? `${pattern} is found in ${ref.name}` : undefined;
}

function sourceWord(source: string): string {
  return source.endsWith('_event') ? source.slice(0, -'_event'.length) : source;
}

/** English plural of GitLab's source words, as Ruby on Rails forms it. */
function pluralize(word: string): string {
  if (/(?:x|ch|ss|sh)$/.test(word)) return `${word}es`;
  if (/[^aeiouy]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return word.endsWith('s') ? word : `${word}s`;
}
