import type { YamlNode } from '../node.js';

/** GitLab's instance defaults: max_yaml_size_bytes, max_yaml_depth. */
export const MAX_YAML_BYTES = 2 * 1024 * 1024;
const MAX_YAML_DEPTH = 100;

/** Ruby's ObjectSpace.memsize_of, near enough: an object slot, and the heap of long texts and collections. */
const SLOT = 40;
const EMBEDDED_TEXT = 23;
const EMBEDDED_ITEMS = 3;
const SMALL_HASH = 168;
const SMALL_HASH_ENTRIES = 8;
const HASH_ENTRY = 32;

/** Bytes of a text in UTF-8. */
export const utf8Length = (text: string): number => {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    bytes += code >= 0x800 && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
};

/**
 * GitLab's DeepSize (lib/gitlab/utils/deep_size.rb): a value deeper than 100 or larger than 2 MiB in memory.
 * Every alias counts again, so an alias bomb stops here, after work bounded by the limit.
 */
export const exceedsLimits = (root: YamlNode): boolean => sizeOf(root) > MAX_YAML_BYTES;

/** Bytes in memory, near enough; infinite beyond either limit. `depth`: how deep the value itself stands. */
export const sizeOf = (root: YamlNode, depth = 0): number => {
  let size = 0;
  const exceeds = (node: YamlNode, at: number): boolean => {
    size += memoryOf(node);
    if (size > MAX_YAML_BYTES) return true;
    if (node.kind === 'sequence') {
      if (at + 1 > MAX_YAML_DEPTH) return true;
      for (const item of node.items) if (exceeds(item, at + 1)) return true;
      return false;
    }
    if (node.kind === 'mapping') {
      if (at + 1 > MAX_YAML_DEPTH) return true;
      for (const { key, value } of node.entries.values()) {
        if (exceeds(key, at + 1) || exceeds(value, at + 1)) return true;
      }
    }
    return false;
  };
  return exceeds(root, depth) ? Number.POSITIVE_INFINITY : size;
};

/** Of the node alone. */
export const memoryOf = (node: YamlNode): number => {
  switch (node.kind) {
    case 'reference':
      return SLOT;
    case 'sequence':
      return SLOT + (node.items.length > EMBEDDED_ITEMS ? node.items.length * 8 : 0);
    case 'mapping':
      if (node.entries.size === 0) return SLOT;
      return node.entries.size <= SMALL_HASH_ENTRIES ? SMALL_HASH : SLOT + node.entries.size * HASH_ENTRY;
    case 'scalar': {
      if (node.type !== 'string') return 0;
      const { length } = node.value;
      if (length > EMBEDDED_TEXT) return SLOT + utf8Length(node.value) + 1;
      return length * 3 <= EMBEDDED_TEXT || utf8Length(node.value) <= EMBEDDED_TEXT
        ? SLOT
        : SLOT + length * 3;
    }
  }
};
