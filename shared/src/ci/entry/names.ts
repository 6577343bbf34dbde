import type { YamlNode } from '../node.js';
import type { Entry } from './entry.js';

/** The entry's own key as a value: what the user wrote before the colon. */
export const keyNode = (entry: Entry): YamlNode | undefined => {
  const holder = entry.parent?.config;
  if (holder?.kind !== 'mapping' || entry.key === undefined) return undefined;
  const written = holder.entries.get(entry.key)?.key;
  // Names are symbols to GitLab.
  if (written?.kind === 'scalar' && written.type === 'string') {
    return { kind: 'scalar', type: 'symbol', value: written.value, at: written.at };
  }
  return written;
};
