import type { YamlNode } from '../node.js';
import { get, isBlank, isInteger, isString } from '../value/tree.js';
import { config, key, virtual } from './attributes.js';
import { isList, isTextConfig, validates } from './checks.js';
import { commands, listEntry } from './common.js';
import type { Check, Entry, EntryType, Field } from './entry.js';
import {
  allowedKeys,
  allowedListValues,
  disallowedKeys,
  listOfStrings,
  mappingOrInteger,
  mappingOrString,
  ofType,
  oneOf,
  present,
  stringOrList,
} from './rules.js';
import { variables } from './variables.js';

/** `image` and `services`: GitLab's entry/imageable.rb, image.rb, service.rb, services.rb, port.rb. */

const IMAGE_KEYS = ['docker', 'kubernetes', 'name', 'entrypoint', 'ports', 'pull_policy'];
const SERVICE_KEYS = ['command', 'alias', 'variables', ...IMAGE_KEYS];
const PULL_POLICIES = ['always', 'never', 'if-not-present'];

const nameOf = (entry: Entry): YamlNode | undefined =>
  isString(entry.config) ? entry.config : get(entry.config, 'name');

const imageName = virtual('name', nameOf);

const pullPolicy: EntryType = {
  title: 'pull policy',
  checks: [
    validates(config, stringOrList),
    validates(config, [allowedListValues(PULL_POLICIES), present], { when: isList }),
    validates(config, oneOf(PULL_POLICIES), { when: isTextConfig }),
  ],
};

const portNumber = virtual('number', (entry) =>
  isInteger(entry.config) ? entry.config : get(entry.config, 'number'),
);

const port: EntryType = {
  title: 'port',
  checks: [
    validates(config, mappingOrInteger),
    validates(config, allowedKeys(['number', 'protocol', 'name'])),
    validates(portNumber, [ofType('Integer'), present]),
    validates(key('protocol'), [ofType('String'), oneOf(['http', 'https'], 'should be http or https')], {
      allowBlank: true,
    }),
    validates(key('name'), ofType('String'), { allowNil: true }),
  ],
};

const ports: EntryType = listEntry('ports', 'port', () => port, [validates(config, ofType('Array'))]);

const imageChecks: readonly Check[] = [
  validates(config, mappingOrString),
  // No job of ours has the web terminal's ports.
  validates(config, disallowedKeys(['ports'])),
  validates(imageName, [ofType('String'), present]),
  validates(key('entrypoint'), listOfStrings, { allowNil: true }),
];

const imageFields: readonly Field[] = [
  { name: 'ports', type: () => ports },
  { name: 'pull_policy', type: () => pullPolicy },
];

export const image: EntryType = {
  title: 'image',
  checks: [...imageChecks, validates(config, allowedKeys(IMAGE_KEYS))],
  fields: imageFields,
};

const alias = key('alias');

const service: EntryType = {
  title: 'service',
  checks: [
    ...imageChecks,
    validates(config, allowedKeys(SERVICE_KEYS)),
    validates(alias, ofType('String'), { allowNil: true }),
    validates(alias, [ofType('String'), present], { when: (entry) => !isBlank(get(entry.config, 'ports')) }),
  ],
  fields: [
    ...imageFields,
    { name: 'variables', type: () => variables },
    { name: 'command', type: () => commands },
  ],
};

export const services: EntryType = listEntry('services', 'service', () => service, [
  validates(config, ofType('Array')),
]);
