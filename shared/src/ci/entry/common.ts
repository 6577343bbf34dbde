import type { YamlNode } from '../node.js';
import { config } from './attributes.js';
import { validates } from './checks.js';
import { addChild, type EntryType, type Metadata } from './entry.js';
import { locationOf } from './location.js';
import { boolean, listOfStrings, nestedStrings, ofType, stringOrNestedStrings } from './rules.js';

/** Entry types that several keywords share. GitLab: lib/gitlab/config/entry, lib/gitlab/ci/config/entry. */

export const MAX_NESTING_LEVEL = 10;

export const booleanEntry: EntryType = { title: 'boolean', checks: [validates(config, boolean)] };

export const arrayOfStrings: EntryType = {
  title: 'array of strings',
  checks: [validates(config, listOfStrings)],
};

export const paths: EntryType = { title: 'paths', checks: [validates(config, listOfStrings)] };

/** script, before_script, after_script and a service's command. */
export const commands: EntryType = {
  title: 'commands',
  checks: [validates(config, stringOrNestedStrings(MAX_NESTING_LEVEL))],
};

export const stage: EntryType = {
  title: 'stage',
  checks: [validates(config, ofType('String'))],
};

export const stages: EntryType = {
  title: 'stages',
  checks: [validates(config, nestedStrings(MAX_NESTING_LEVEL))],
};

/** A list with an entry for every element, keyed by the element's kind. A mapping counts as a list of one. */
export const listEntry = (
  title: string,
  elementKey: string,
  element: () => EntryType,
  checks: EntryType['checks'],
): EntryType => ({
  title,
  ...(checks === undefined ? {} : { checks }),
  compose: (entry) => {
    const items = entry.config.kind === 'sequence' ? flattenItems(entry.config.items) : [entry.config];
    for (const [place, item] of items.entries()) {
      addChild(entry, String(place), elementKey, element(), item);
    }
  },
});

const flattenItems = (items: readonly YamlNode[]): YamlNode[] =>
  items.flatMap((item) => (item.kind === 'sequence' ? flattenItems(item.items) : [item]));

/** A mapping with an entry for every key that the user made up. */
export const mappingEntry = (
  title: string,
  element: (id: string, value: YamlNode) => EntryType,
  checks: EntryType['checks'] = [validates(config, ofType('Hash'))],
  metadata: (metadata: Metadata) => Metadata = () => ({}),
): EntryType => ({
  title,
  checks,
  compose: (entry) => {
    if (entry.config.kind !== 'mapping') return;
    for (const [id, { value }] of entry.config.entries) {
      const filled = value.kind === 'scalar' && value.type === 'nil' ? emptyMapping(value) : value;
      addChild(entry, id, id, element(id, value), filled, metadata(entry.metadata));
    }
  },
});

const emptyMapping = (at: YamlNode): YamlNode => ({ kind: 'mapping', entries: new Map(), at: at.at });

/** The strategy for values of no known kind: one fixed sentence, not put into lower case. */
export const refusal = (
  title: string,
  message: string,
  location: (location: string) => string = (own) => `${own} `,
): EntryType => ({
  title,
  refuse: (entry) => ({
    code: 'CI_CONFIG_TYPE',
    message,
    verbatim: `${location(locationOf(entry))}${message}`,
  }),
});
