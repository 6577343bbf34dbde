import type { Scanner } from './scanner.js';
import { YamlSyntaxError } from './syntax-error.js';

/**
 * Reads `%YAML` and `%TAG` lines, each once and of a version that libyaml knows, and puts the tags' prefixes under
 * their handles.
 */
export const readDirectives = (scanner: Scanner, tagPrefixes: Map<string, string>): void => {
  let versioned = false;
  const declared = new Set<string>();
  for (;;) {
    const token = scanner.peek();
    if (token.type === 'version-directive') {
      if (versioned) throw new YamlSyntaxError('found duplicate %YAML directive', token.start);
      if (token.major !== 1 || (token.minor !== 1 && token.minor !== 2)) {
        throw new YamlSyntaxError('found incompatible YAML document', token.start);
      }
      versioned = true;
    } else if (token.type === 'tag-directive') {
      if (declared.has(token.handle)) {
        throw new YamlSyntaxError('found duplicate %TAG directive', token.start);
      }
      declared.add(token.handle);
      tagPrefixes.set(token.handle, token.prefix);
    } else {
      return;
    }
    scanner.take();
  }
};
