import type { YamlNode } from '../node.js';
import { textOf } from '../value/ruby-text.js';
import { config } from './attributes.js';
import { validates } from './checks.js';
import type { Check, EntryType } from './entry.js';
import { listOfStrings } from './rules.js';

/** `tags`: GitLab's entry/tags.rb. */

const TAGS_LIMIT = 50;
const QUOTED = /(^|,)\s*(["'])(.*?)\2\s*(?=,\s*|$)/g;

/** Tags are joined and split again, so that a comma inside one makes two of it (lib/gitlab/ci/tags/parser.rb). */
export const splitTags = (items: readonly YamlNode[]): string[] => {
  const found = new Set<string>();
  const rest = items
    .map(textOf)
    .join(', ')
    .replaceAll(QUOTED, (_, _start: string, _quote: string, tag: string) => {
      found.add(tag.trim());
      return '';
    });
  for (const tag of rest.split(',')) found.add(tag.trim());
  found.delete('');
  return [...found];
};

const tooMany: Check = (entry, report) => {
  if (entry.config.kind !== 'sequence' || splitTags(entry.config.items).length < TAGS_LIMIT) return;
  report(config, { code: 'CI_CONFIG_VALUE', message: `must be less than the limit of ${TAGS_LIMIT} tags` });
};

export const tags: EntryType = { title: 'tags', checks: [validates(config, listOfStrings), tooMany] };
