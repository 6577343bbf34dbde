import type { YamlNode } from '../node.js';
import { textOf } from '../value/ruby-text.js';
import { isText } from '../value/tree.js';
import { config, key } from './attributes.js';
import { isMapping, validates, whenNotNil } from './checks.js';
import { arrayOfStrings, booleanEntry, listEntry, paths, refusal } from './common.js';
import type { Complaint, EntryType } from './entry.js';
import { allowedKeys, listOfStrings, longest, ofType, oneOf, onlyOneOfKeys, shortest } from './rules.js';

/** `cache`: GitLab's entry/cache.rb, caches.rb, key.rb, files.rb, prefix.rb. */

const CACHE_KEYS = ['key', 'untracked', 'paths', 'when', 'policy', 'unprotect', 'fallback_keys'];
const CACHE_WHEN = ['on_success', 'on_failure', 'always'];
const MAX_CACHES = 4;
const MAX_FALLBACK_KEYS = 5;
const MAX_KEY_FILES = 2;
/** Found anywhere in the text, as GitLab's own pattern is. */
const POLICY = /pull-push|push|pull|\$\w/;

const plainKey = (value: YamlNode | undefined): Complaint | undefined => {
  if (!isText(value)) return { code: 'CI_CONFIG_TYPE', message: 'should be a string or symbol' };
  const path = unescapeUrl(value.value);
  if (path.includes('/')) return { code: 'CI_CONFIG_VALUE', message: 'cannot contain the "/" character' };
  if (path === '.' || path === '..') {
    return { code: 'CI_CONFIG_VALUE', message: 'cannot be "." or ".."' };
  }
  return undefined;
};

/** Ruby's CGI.unescape, as far as slashes and dots go. */
const unescapeUrl = (text: string): string =>
  text
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const files: EntryType = {
  title: 'files',
  checks: [
    validates(config, listOfStrings),
    validates(config, [
      shortest(1, 'requires at least 1 item'),
      longest(MAX_KEY_FILES, `has too many items (maximum is ${MAX_KEY_FILES})`),
    ]),
  ],
};

const prefix: EntryType = { title: 'prefix', checks: [validates(config, plainKey)] };

const simpleKey: EntryType = { title: 'simple key', checks: [validates(config, plainKey)] };

const complexKey: EntryType = {
  title: 'complex key',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, allowedKeys(['files', 'files_commits', 'prefix'])),
    validates(config, onlyOneOfKeys(['files', 'files_commits'])),
  ],
  fields: [
    { name: 'files', type: () => files },
    { name: 'files_commits', type: () => files },
    { name: 'prefix', type: () => prefix },
  ],
};

const cacheKey: EntryType = {
  title: 'key',
  choose: (value) => {
    if (isText(value)) return simpleKey;
    return value.kind === 'mapping'
      ? complexKey
      : refusal('unknown strategy', 'should be a hash, a string or a symbol');
  },
};

const cache: EntryType = {
  title: 'cache',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, [ofType('Hash'), allowedKeys(CACHE_KEYS)]),
    validates(
      key('policy'),
      [
        ofType('String'),
        (value) =>
          value !== undefined && POLICY.test(textOf(value))
            ? undefined
            : { code: 'CI_CONFIG_VALUE', message: 'should be a variable or one of: pull-push, push, pull' },
      ],
      { allowBlank: true },
    ),
    ...whenNotNil([
      [key('when'), [ofType('String'), oneOf(CACHE_WHEN, `should be one of: ${CACHE_WHEN.join(', ')}`)]],
      [
        key('fallback_keys'),
        longest(MAX_FALLBACK_KEYS, `has to many entries (maximum ${MAX_FALLBACK_KEYS})`),
      ],
    ]),
  ],
  fields: [
    { name: 'key', type: () => cacheKey },
    { name: 'unprotect', type: () => booleanEntry },
    { name: 'untracked', type: () => booleanEntry },
    { name: 'paths', type: () => paths },
    { name: 'fallback_keys', type: () => arrayOfStrings },
  ],
};

const cacheList: EntryType = listEntry('caches', 'cache', () => cache, [
  (entry, report) => {
    if (entry.config.kind !== 'sequence' && !isMapping(entry)) {
      report(config, { code: 'CI_CONFIG_TYPE', message: 'can only be a hash or an array' });
    }
    if (entry.config.kind === 'sequence' && entry.config.items.length > MAX_CACHES) {
      report(config, {
        code: 'CI_CONFIG_VALUE',
        message: `no more than ${MAX_CACHES} caches can be created`,
      });
    }
  },
]);

export const caches: EntryType = { ...cacheList, keyless: true };
