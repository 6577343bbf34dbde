import { isText } from '../value/tree.js';
import { artifacts } from './artifacts.js';
import { config, key } from './attributes.js';
import { caches } from './cache.js';
import { validates } from './checks.js';
import { booleanEntry, commands, mappingEntry } from './common.js';
import { anyDuration, durationUpTo, TIMEOUT_LIMIT } from './durations.js';
import type { EntryType, Field } from './entry.js';
import { image, services } from './image.js';
import { retry } from './retry.js';
import {
  allowedKeys,
  integersOrInteger,
  mappingOrBoolean,
  ofType,
  regexp,
  requiredKeys,
  stringOrList,
} from './rules.js';
import { tags } from './tags.js';

/** Keywords of a job that are too small for a file of their own. */

const hooks: EntryType = {
  title: 'hooks',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, [ofType('Hash'), allowedKeys(['pre_get_sources_script'])]),
  ],
  fields: [{ name: 'pre_get_sources_script', type: () => commands }],
};

const timeout: EntryType = { title: 'timeout', checks: [validates(config, durationUpTo(TIMEOUT_LIMIT))] };

export const coverage: EntryType = { title: 'coverage', checks: [validates(config, regexp)] };

export const allowFailure: EntryType = {
  title: 'allow failure',
  checks: [
    validates(config, mappingOrBoolean),
    validates(config, allowedKeys(['exit_codes'])),
    validates(key('exit_codes'), integersOrInteger, { allowNil: true }),
  ],
};

const idToken: EntryType = {
  title: 'id token',
  checks: [
    validates(config, [requiredKeys(['aud']), allowedKeys(['aud'])]),
    validates(key('aud'), stringOrList),
  ],
};

export const publish: EntryType = { title: 'publish', checks: [validates(config, ofType('String'))] };

export const pages: EntryType = {
  title: 'pages',
  checks: [
    validates(config, mappingOrBoolean),
    validates(config, allowedKeys(['path_prefix', 'expire_in', 'publish'])),
    validates(key('path_prefix'), ofType('String'), { allowNil: true }),
    validates(
      key('expire_in'),
      // A variable is expanded later.
      (value, entry) =>
        /\$\w|\$\{\w|%\w+%/.test(isText(value) ? value.value : '') ? undefined : anyDuration(value, entry),
      { allowNil: true },
    ),
    validates(key('publish'), ofType('String'), { allowNil: true }),
  ],
};

/** Entries that `default:` has too, by GitLab's class names. */
export const sharedFields = {
  before_script: () => commands,
  after_script: () => commands,
  hooks: () => hooks,
  cache: () => caches,
  image: () => image,
  services: () => services,
  interruptible: () => booleanEntry,
  timeout: () => timeout,
  retry: () => retry,
  tags: () => tags,
  artifacts: () => artifacts,
  id_tokens: () => mappingEntry('composable hash', () => idToken),
} as const;

export const shared = (field: keyof typeof sharedFields): Field => ({
  name: field,
  type: sharedFields[field],
  inherit: true,
});
