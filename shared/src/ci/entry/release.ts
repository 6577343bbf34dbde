import { get, isBlank, isString, isText } from '../value/tree.js';
import { config, key } from './attributes.js';
import { validates } from './checks.js';
import type { Check, EntryType } from './entry.js';
import { allowedKeys, listOfMappings, ofType, present, stringOrList } from './rules.js';

/** `release`: GitLab's entry/release.rb and release/assets.rb. */

const RELEASE_KEYS = [
  'tag_name',
  'tag_message',
  'name',
  'description',
  'ref',
  'released_at',
  'milestones',
  'assets',
];

const links: EntryType = {
  title: 'links',
  checks: [validates(config, [ofType('Array'), present])],
  fields: [],
};

const assets: EntryType = {
  title: 'assets',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, allowedKeys(['links'])),
    validates(key('links'), [listOfMappings, present]),
  ],
  fields: [{ name: 'links', type: () => links }],
};

/** ISO 8601 as DateTime.iso8601 takes it: a date, with or without a time. */
const ISO_DATE =
  /^\s*[-+]?\d{4,}-?(?:\d{2}-?\d{2}|W\d{2}-?\d|\d{3})(?:[T ]\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?\s*(?:Z|[-+]\d{2}(?::?\d{2})?)?)?\s*$/i;

const releasedAt: Check = (entry, report) => {
  const value = get(entry.config, 'released_at');
  if (isBlank(value) && !isString(value)) return;
  if (isString(value) && ISO_DATE.test(value.value)) return;
  report(key('released_at'), { code: 'CI_CONFIG_VALUE', message: 'must be a valid datetime' });
};

/** Commit.reference_valid? or Gitlab::GitRefValidator.validate. */
const COMMIT = /^[0-9a-f]{7,64}$/i;
const FORBIDDEN_IN_REF = /[\0-\x1f\x7f ~^:?*[\\]|\.\.|\/\/|@\{|^-|[/.]$|(?:^|\/)\.|\.lock(?:\/|$)/;

const isRef = (text: string): boolean =>
  COMMIT.test(text) ||
  !(text === '' || text === 'HEAD' || /^refs\/(?:heads|remotes)\//.test(text) || FORBIDDEN_IN_REF.test(text));

const validRef: Check = (entry, report) => {
  const value = get(entry.config, 'ref');
  if (value === undefined || (isBlank(value) && !isString(value))) return;
  if (isText(value) && isRef(value.value)) return;
  report(key('ref'), { code: 'CI_CONFIG_VALUE', message: 'must be a valid ref' });
};

export const release: EntryType = {
  title: 'release',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, allowedKeys(RELEASE_KEYS)),
    validates(key('tag_name'), [ofType('String'), present]),
    validates(key('tag_message'), ofType('String'), { allowBlank: true }),
    validates(key('description'), [ofType('String'), present]),
    validates(key('milestones'), stringOrList, { allowBlank: true }),
    releasedAt,
    validRef,
  ],
  fields: [{ name: 'assets', type: () => assets }],
};
