import type { YamlNode } from '../node.js';
import { get } from '../value/tree.js';
import type { Attribute, Entry } from './entry.js';

/** The entry's whole value. */
export const config: Attribute = { label: 'config', read: (entry) => entry.config };

/** The entry itself: the message stands alone (`:base`). */
export const base: Attribute = { label: '', read: (entry) => entry.config };

/** A key of the entry's mapping, in the words of ActiveModel (`on_stop` → `on stop`). */
export const key = (name: string, label = name.replaceAll('_', ' ')): Attribute => ({
  label,
  read: (entry) => get(entry.config, name),
});

/** A value that GitLab reads in its own way, e.g. the name of an image given as text. */
export const virtual = (label: string, read: (entry: Entry) => YamlNode | undefined): Attribute => ({
  label,
  read,
});
