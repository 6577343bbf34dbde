import { NO_PROPERTIES, type Properties } from './actions.js';
import type { Scanner } from './scanner.js';
import { YamlSyntaxError } from './syntax-error.js';
import type { Token } from './token.js';

/** Reads a node's anchor and tag, each once and in either order; `head` is the node's first token. */
export const readProperties = (
  scanner: Scanner,
  head: Token,
  tagPrefixes: ReadonlyMap<string, string>,
): Properties => {
  if (head.type !== 'anchor' && head.type !== 'tag') return NO_PROPERTIES;
  let anchor: string | undefined;
  let tag: string | undefined;
  for (let token = scanner.peek(); ; token = scanner.peek()) {
    if (token.type === 'anchor' && anchor === undefined) anchor = token.name;
    else if (token.type === 'tag' && tag === undefined) tag = wholeTag(token, head, tagPrefixes);
    else return { anchor, tag };
    scanner.take();
  }
};

const wholeTag = (
  { handle, suffix, start }: Token & { type: 'tag' },
  head: Token,
  tagPrefixes: ReadonlyMap<string, string>,
): string => {
  if (handle === '') return suffix;
  const prefix = tagPrefixes.get(handle);
  if (prefix === undefined) {
    throw new YamlSyntaxError('found undefined tag handle', start, 'while parsing a node', head.start);
  }
  return prefix + suffix;
};
