import type { YamlNode } from '../node.js';
import { textOf } from '../value/ruby-text.js';
import { get, isBlank, isString } from '../value/tree.js';
import { config, key, virtual } from './attributes.js';
import { isMapping, validates } from './checks.js';
import type { Entry, EntryType, Field } from './entry.js';
import { allowedKeys, longest, ofType, oneOf, present } from './rules.js';

/** `environment`: GitLab's entry/environment.rb and entry/kubernetes.rb. */

const ENVIRONMENT_KEYS = [
  'name',
  'url',
  'action',
  'on_stop',
  'auto_stop_in',
  'kubernetes',
  'deployment_tier',
];
const ACTIONS = ['start', 'stop', 'prepare', 'verify', 'access'];
/** Gitlab::Regex.environment_name_regex */
const NAME = /^[a-zA-Z0-9_\\${}. -]([a-zA-Z0-9_/\\${}. -]*[a-zA-Z0-9_\\${}. -])?$/;
const NAME_MESSAGE =
  "can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', and spaces, but it cannot start or end with '/'";

const name = virtual('name', (entry: Entry) =>
  isString(entry.config) ? entry.config : get(entry.config, 'name'),
);

/** Ruby's `\A…\z`: a line break at the end counts. */
const isName = (value: YamlNode | undefined): boolean => {
  const text = value === undefined ? '' : textOf(value);
  return !text.endsWith('\n') && NAME.test(text);
};

const kubernetes: EntryType = {
  title: 'kubernetes',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, [ofType('Hash'), present]),
    validates(
      config,
      allowedKeys(['namespace', 'agent', 'flux_resource_path', 'managed_resources', 'dashboard']),
    ),
    validates(key('namespace'), ofType('String'), { allowNil: true }),
    validates(key('namespace'), present, {
      when: (entry) => !isBlank(get(entry.config, 'flux_resource_path')),
    }),
    validates(key('agent'), ofType('String'), { allowNil: true }),
    validates(key('agent'), present, {
      when: (entry) =>
        !isBlank(get(entry.config, 'flux_resource_path')) || !isBlank(get(entry.config, 'dashboard')),
    }),
    validates(key('flux_resource_path'), ofType('String'), { allowNil: true }),
  ],
};

const fields: readonly Field[] = [{ name: 'kubernetes', type: () => kubernetes }];

export const environment: EntryType = {
  title: 'environment',
  checks: [
    (entry, report) => {
      if (isMapping(entry) || isString(entry.config)) return;
      report(config, { code: 'CI_CONFIG_TYPE', message: 'should be a hash or a string' });
    },
    validates(name, present),
    validates(name, ofType('String', NAME_MESSAGE)),
    validates(name, (value) =>
      isName(value) ? undefined : { code: 'CI_CONFIG_VALUE', message: NAME_MESSAGE },
    ),
    validates(config, allowedKeys(ENVIRONMENT_KEYS), { when: isMapping }),
    validates(key('url'), [ofType('String'), longest(255)], { allowNil: true, when: isMapping }),
    validates(
      key('action'),
      [ofType('String'), oneOf(ACTIONS, 'should be start, stop, prepare, verify, or access')],
      { allowNil: true, when: isMapping },
    ),
    validates(key('deployment_tier'), ofType('String'), { allowNil: true, when: isMapping }),
    validates(key('on_stop'), ofType('String'), { allowNil: true, when: isMapping }),
    validates(key('kubernetes'), ofType('Hash'), { allowNil: true, when: isMapping }),
    validates(key('auto_stop_in'), ofType('String'), { allowNil: true, when: isMapping }),
  ],
  fields,
};
